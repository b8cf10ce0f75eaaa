import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { MappingEntry } from '../../../shared/contract/mapping-contract.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import { readMappingFile } from '../../../shared/ota/mapping/mapping-error.ts';
import { tryMappings } from '../../../shared/ota/mapping/try-mappings.ts';
import { errorText } from '../../../shared/text/translator.ts';
import type { CommandContext } from '../context.ts';
import type { ProblemWords } from '../events.ts';
import { EXIT } from '../exit-code.ts';
import type { MappingEvent } from '../mapping-events.ts';
import { withCore } from '../with-core.ts';

/**
 * `mapping test`: which line of a log means what by a mapping file, and which rules no line fits. Needs no data
 * directory. @throws WorkbenchError mapping/…
 */
export async function runMappingTest(context: CommandContext, file: string, log: string): Promise<number> {
  const { out } = context;
  const read = readMappingFile(path.basename(file), await textOf(file));
  if (!read.ok) {
    // The first is thrown and said as every error is; the others before it.
    for (const problem of read.errors.slice(1).reverse()) out.note(wordsOf(context, problem).message);
    throw new WorkbenchError(read.errors[0].code, read.errors[0].params);
  }
  const { meant, ...counts } = tryMappings([read.mapping], await textOf(log));
  for (const { line, text, by, event: meaning } of meant)
    out.emit({ event: 'mappingLine', line, text, by, meaning });
  out.emit({ event: 'mappingTest', ...counts });
  return EXIT.done;
}

/** `mapping add`: keeps a file under its own name. @throws WorkbenchError mapping/… */
export async function runMappingAdd(context: CommandContext, file: string): Promise<number> {
  const text = await textOf(file);
  return await withCore(context, 'cli', undefined, async (client) => {
    const entry = await client.call('mapping.set', { file: path.basename(file), text });
    context.out.emit(eventOf(context, entry));
    return EXIT.done;
  });
}

/** `mapping list`: a file that cannot be read is listed with its problem. */
export async function runMappingList(context: CommandContext): Promise<number> {
  return await withCore(context, 'cli', undefined, async (client) => {
    const entries = await client.call('mapping.list', {});
    for (const entry of entries) context.out.emit(eventOf(context, entry));
    if (entries.length === 0) context.out.note(context.out.t('mapping:none'));
    return EXIT.done;
  });
}

/** `mapping remove`. @throws WorkbenchError mapping/unknown */
export async function runMappingRemove(context: CommandContext, file: string): Promise<number> {
  return await withCore(context, 'cli', undefined, async (client) => {
    await client.call('mapping.remove', { file });
    context.out.emit({ event: 'mappingRemoved', file });
    return EXIT.done;
  });
}

function eventOf(context: CommandContext, { problem, ...entry }: MappingEntry): MappingEvent {
  return { event: 'mapping', ...entry, problem: problem === null ? null : wordsOf(context, problem) };
}

function wordsOf({ out }: CommandContext, error: ErrorPayload): ProblemWords {
  return { code: error.code, ...errorText(out.t, error) };
}

async function textOf(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new WorkbenchError('mapping/unreadable', { file, detail: messageOf(cause) }, { cause });
  });
}
