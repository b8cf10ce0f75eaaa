import path from 'node:path';

import type { LogTextOptions } from '../../../shared/contract/log-values.ts';
import { dataPaths } from '../../core/data/data-paths.ts';
import { readSavedLog } from '../../core/log/opened/read-saved-log.ts';
import { saveLog } from '../../core/log/save-log.ts';
import { openStoredLog } from '../../core/log/stored-log.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';

const isoTime = (atMs: number): string | null => (atMs === 0 ? null : new Date(atMs).toISOString());

/** `log FILE`: what happened in a log that any terminal program saved. @throws WorkbenchError log/not-a-log */
export async function runLog({ out }: CommandContext, file: string): Promise<number> {
  const { lines, byLevel, fromMs, toMs } = await readSavedLog(path.resolve(file), (event, evidence) => {
    const { seq, atMs, kind, params } = event;
    out.emit({ event: 'story', line: seq + 1, at: isoTime(atMs), kind, details: params, evidence });
  });
  out.emit({ event: 'log', file, lines, byLevel, from: isoTime(fromMs), to: isoTime(toMs) });
  return EXIT.done;
}

/** `log save BOARD --out FILE`: a board's whole log as text. @throws WorkbenchError log/not-kept, log/not-saved */
export async function runLogSave(
  { out, dataDir }: CommandContext,
  deviceId: string,
  file: string,
  options: LogTextOptions,
): Promise<number> {
  const store = openStoredLog(dataPaths(dataDir).logs, deviceId);
  const lines = await saveLog(store, path.resolve(file), options);
  out.emit({ event: 'logSaved', deviceId, file, lines });
  return EXIT.done;
}
