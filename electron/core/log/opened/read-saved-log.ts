import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';

import { messageOf, WorkbenchError } from '../../../../shared/errors.ts';
import type { LogLevel } from '../../../../shared/log/log-entry.ts';
import { readSavedLine, SavedTimes, savedFormatOf } from '../../../../shared/log/saved-line.ts';
import type { StoryEvent } from '../../../../shared/log/story.ts';
import { StoryReader } from '../../../../shared/log/story.ts';

const SAMPLE_BYTES = 64 * 1024;

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
  try {
    const { sample, aboutMs } = await sampleOf(file);
    const format = savedFormatOf(sample);
    const times = new SavedTimes(format, aboutMs);
    const story = new StoryReader();
    let last = '';
    for await (const raw of createInterface({ input: createReadStream(file), crlfDelay: 1_000 })) {
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
  }
  return { lines, byLevel, fromMs, toMs };
}

async function sampleOf(
  file: string,
): Promise<{ readonly sample: readonly string[]; readonly aboutMs: number }> {
  const handle = await open(file, 'r');
  try {
    const { size, mtimeMs } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    const lines = buffer.toString('utf8', 0, bytesRead).split(/\r*\n/);
    return { sample: lines.slice(0, bytesRead < size ? -1 : undefined), aboutMs: mtimeMs };
  } finally {
    await handle.close();
  }
}
