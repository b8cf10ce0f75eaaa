import { CHUNK_LINES, chunkOf } from '../index/index-places.ts';
import type { LineIndex } from '../index/line-index.ts';
import { timeMsOf } from '../index/line-record.ts';

/** The first line at or after a time, or the last one. A clock that was set back is not looked for. */
export async function seqAtTime(index: LineIndex, atMs: number): Promise<number> {
  let low = index.firstSeq;
  let high = Math.max(low, index.nextSeq - 1);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const words = await index.chunk(chunkOf(middle));
    if (timeMsOf(words, middle % CHUNK_LINES) >= atMs) high = middle;
    else low = middle + 1;
  }
  return low;
}
