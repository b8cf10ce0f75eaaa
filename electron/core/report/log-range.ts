import { createReadStream, createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

import { captureFiles } from '../log/capture-files.ts';
import { parseIndex } from '../log/segment-index.ts';
import type { Clock } from '../ports.ts';

/** A part of a board's whole log, by byte offset; `toOffset` is not in it. */
export interface LogRange {
  readonly fromOffset: number;
  readonly toOffset: number;
}

export interface CopyLogOptions extends LogRange {
  /** `<logs>/<deviceId>` */
  readonly folder: string;
  /** The file that is written. */
  readonly into: string;
  readonly clock: Clock;
}

/** The log is written behind; its last bytes are on disk within this time unless the disk takes none. */
const ON_DISK_WITHIN_MS = 1_000;
const LOOK_AGAIN_MS = 40;

/** Copies exact bytes out of the segments. `bytes` is less than the range where some never reached the disk. */
export async function copyLogRange(options: CopyLogOptions): Promise<{ readonly bytes: number }> {
  const { folder, fromOffset, toOffset, into, clock } = options;
  const giveUpAtMs = clock.nowMs() + ON_DISK_WITHIN_MS;
  while (endOf(folder) < toOffset && clock.nowMs() < giveUpAtMs) {
    await new Promise<void>((resolve) => clock.after(LOOK_AGAIN_MS, resolve));
  }
  await writeFile(into, '');
  let bytes = 0;
  for (const { name, offset, sizeBytes } of segmentsOf(folder)) {
    const start = Math.max(fromOffset - offset, 0);
    const end = Math.min(toOffset - offset, sizeBytes);
    if (start >= end) continue;
    // `end` of a stream is the last byte, not the one behind it.
    const part = createReadStream(path.join(folder, name), { start, end: end - 1 });
    await pipeline(part, createWriteStream(into, { flags: 'a' }));
    bytes += end - start;
  }
  return { bytes };
}

interface PlacedSegment {
  readonly name: string;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** A segment that the index lacks follows the one before it. */
function segmentsOf(folder: string): readonly PlacedSegment[] {
  const index = parseIndex(captureFiles.readText(path.join(folder, 'meta', 'segments.ndjson')));
  let end = 0;
  return captureFiles.segments(folder).map(({ name, sizeBytes }) => {
    const offset = index.get(name) ?? end;
    end = offset + sizeBytes;
    return { name, offset, sizeBytes };
  });
}

function endOf(folder: string): number {
  const last = segmentsOf(folder).at(-1);
  return last === undefined ? 0 : last.offset + last.sizeBytes;
}
