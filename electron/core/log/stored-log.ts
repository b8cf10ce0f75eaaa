import { readdirSync } from 'node:fs';
import path from 'node:path';

import { WorkbenchError } from '../../../shared/errors.ts';
import { parseLogLine } from '../../../shared/log/parse-log-line.ts';
import { captureFiles } from './capture-files.ts';
import { indexFiles } from './index/index-files.ts';
import { LineStore } from './line-store.ts';
import { RawReader } from './raw-reader.ts';
import { recoverLines } from './recover-lines.ts';
import { nextOffset, parseIndex, segmentOffsets } from './segment-index.ts';

/**
 * The log of a board as it lies on disk, for reading alone: the program that writes it may run.
 * @throws WorkbenchError log/not-kept, with the boards that have one
 */
export function openStoredLog(logsFolder: string, deviceId: string): LineStore {
  const folder = path.join(logsFolder, deviceId);
  const segments = captureFiles.segments(folder);
  if (segments.length === 0) {
    throw new WorkbenchError('log/not-kept', { deviceId, known: boardsIn(logsFolder).join(', ') });
  }
  const offsets = parseIndex(captureFiles.readText(path.join(folder, 'meta', 'segments.ndjson')));
  const endOffset = nextOffset(segments, offsets);
  const reader = new RawReader({
    folder,
    files: captureFiles,
    segments: segmentOffsets(segments, offsets),
    waiting: () => [],
  });
  const store = new LineStore({
    files: { ...indexFiles(path.join(folder, 'meta')), truncate: () => {}, remove: () => {} },
    read: (offset, length) => reader.read(offset, length),
    endOffset: () => endOffset,
  });
  for (const { line, offset, receivedAtMs } of recoverLines(store.index, reader, endOffset)) {
    const seq = store.nextSeq;
    const rest = { seq, source: 'board', offset, receivedAtMs, stage: null, cut: line.cut } as const;
    store.put({ ...rest, ...parseLogLine(line.text) }, line.text);
  }
  return store;
}

function boardsIn(logsFolder: string): string[] {
  try {
    return readdirSync(logsFolder).sort();
  } catch {
    return [];
  }
}
