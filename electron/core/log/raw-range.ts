import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { parseIndex } from './segment-index.ts';
import { byName, parseSegmentName } from './segment-name.ts';

/**
 * A board's own bytes from one offset of its whole log to another, as far as they are still kept.
 * `folder` is `<logs>/<deviceId>`.
 */
export async function readRawRange(folder: string, from: number, to: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let end = 0;
  const index = parseIndex(
    await readFile(path.join(folder, 'meta', 'segments.ndjson'), 'utf8').catch(() => ''),
  );
  for (const { name, sizeBytes } of await segmentsOf(folder)) {
    const start = index.get(name) ?? end;
    end = start + sizeBytes;
    if (end <= from || start >= to) continue;
    const first = Math.max(0, from - start);
    parts.push(await readPart(path.join(folder, name), first, Math.min(sizeBytes, to - start) - first));
  }
  return Buffer.concat(parts);
}

async function segmentsOf(folder: string) {
  const names = (await readdir(folder).catch(() => [])).filter((name) => parseSegmentName(name) !== null);
  const segments = await Promise.all(
    names.map(async (name) => {
      const found = await stat(path.join(folder, name)).catch(() => null);
      return { name, sizeBytes: found?.size ?? 0 };
    }),
  );
  return segments.sort(byName);
}

async function readPart(file: string, position: number, length: number): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
