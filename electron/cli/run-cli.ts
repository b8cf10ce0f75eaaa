import path from 'node:path';

import { version } from '../../package.json';
import { toErrorPayload, WorkbenchError } from '../../shared/errors.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { createTranslator, errorText } from '../../shared/text/translator.ts';
import { defaultDataDir } from '../core/data/default-dir.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { readManner } from './global-options.ts';
import { Output } from './output.ts';
import type { ParsedLine } from './program.ts';
import { parseLine } from './program.ts';
import { StopRequest } from './stop-request.ts';
import { usageErrorOf } from './usage.ts';
import type { CliWorld } from './world.ts';

/** A command that was told to end does not wait longer than this for who reads its output. */
const STOPPED_FLUSH_MS = 700;

/** Runs one command line to its end and returns its exit code; everything said has left the process by then. */
export async function runCli(argv: readonly string[], world: CliWorld): Promise<number> {
  const { json, language } = readManner(argv, world);
  const t = createTranslator(language);
  const { stdout, stderr, columns } = world;
  const out = new Output({ stdout, stderr, columns, json, t });
  const stop = new StopRequest(world);
  try {
    const line = parse(argv, t, world);
    if (line === null) return EXIT.done;
    const dataDir = path.resolve(line.dataDir ?? defaultDataDir(world.platform, world.env, world.home));
    return await line.run({
      world,
      out,
      stop,
      language,
      version,
      dataDir,
      dataDirGiven: line.dataDir !== null,
    });
  } catch (thrown) {
    const error = toErrorPayload(thrown);
    out.emit({ event: 'error', code: error.code, ...errorText(t, error) });
    return exitCodeOf(error.code);
  } finally {
    await out.flush(stop.asked ? STOPPED_FLUSH_MS : null);
    stop.dispose();
  }
}

/** Null after help or version was shown. @throws WorkbenchError usage/invalid */
function parse(argv: readonly string[], t: Translator, world: CliWorld): ParsedLine | null {
  try {
    return parseLine(argv, t, version, world);
  } catch (thrown) {
    if (thrown instanceof WorkbenchError) throw thrown;
    const error = usageErrorOf(thrown, t);
    if (error !== null) throw error;
    return null;
  }
}
