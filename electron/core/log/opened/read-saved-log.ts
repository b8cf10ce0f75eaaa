import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

import { messageOf, WorkbenchError } from '../../../../shared/errors.ts';
import type { LogLevel } from '../../../../shared/log/log-entry.ts';
import { readSavedLine, SavedTimes } from '../../../../shared/log/saved-line.ts';
import type { StoryEvent } from '../../../../shared/log/story.ts';
import { StoryReader } from '../../../../shared/log/story.ts';
import type { SavedEncoding } from './saved-text.ts';
import { readSavedText } from './saved-text.ts';

/** What a saved log holds. */
export interface SavedLogSummary {
  readonly lines: number;
  readonly byLevel: Readonly<Record<LogLevel, number>>;
  /** Host clock of the first and last line; 0 where the log does not say. */
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Reads a log that any terminal program saved from end to end; `onStory` is told what happened in it.
 * @throws WorkbenchError log/not-a-log
 */
export async function readSavedLog(
  file: string,
  onStory: (event: StoryEvent, line: string) => void,
): Promise<SavedLogSummary> {
  const byLevel: Record<LogLevel, number> = { E: 0, W: 0, I: 0, D: 0, V: 0 };
  let lines = 0;
  let fromMs = 0;
  let toMs = 0;
  let handle: FileHandle | null = null;
  try {
    handle = await open(file, 'r');
    const { size, mtimeMs } = await handle.stat();
    const { format, encoding } = await readSavedText(handle, size);
    const times = new SavedTimes(format, mtimeMs);
    const story = new StoryReader();
    let last = '';
    const input = Readable.from(textsIn(handle, encoding));
    for await (const raw of createInterface({ input, crlfDelay: 1_000 })) {
      const { said, ...line } = readSavedLine(raw, format);
      toMs = times.next(raw);
      fromMs ||= toMs;
      if (line.level !== null) byLevel[line.level] += 1;
      for (const event of story.read({ ...line, seq: lines, atMs: toMs })) onStory(event, said);
      last = said;
      lines += 1;
    }
    for (const event of story.end()) onStory(event, last);
  } catch (cause) {
    throw new WorkbenchError('log/not-a-log', { file, detail: messageOf(cause) }, { cause });
  } finally {
    await handle?.close();
  }
  return { lines, byLevel, fromMs, toMs };
}

async function* textsIn(handle: FileHandle, { name }: SavedEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(name);
  for await (const bytes of handle.createReadStream({ start: 0, autoClose: false })) {
    yield decoder.decode(bytes as Buffer, { stream: true });
  }
  yield decoder.decode();
}
