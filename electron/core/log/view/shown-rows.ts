import type { LogRow } from '../../../../shared/contract/log-values.ts';
import { styledSpans } from '../../../../shared/log/text-style.ts';
import type { LineStore } from '../line-store.ts';
import type { TailLine } from '../tail-lines.ts';
import type { RowList } from './row-list.ts';

/** Lines so far apart are read by themselves. */
const NEAR_LINES = 64;

/** Rows `from` to `to` (not included) as they are shown. */
export async function shownRows(
  store: LineStore,
  rows: RowList,
  from: number,
  to: number,
): Promise<readonly LogRow[]> {
  const places = [];
  for (let row = from; row < Math.min(to, rows.length); row += 1) places.push(rows.at(row));
  const seqs = places.flatMap(({ seq, count }) => (count === 1 ? [seq] : [seq, seq + count - 1]));
  const [lines] = await Promise.all([linesOf(store, seqs), store.marks.advance()]);
  return places.flatMap(({ seq, count, isFold }): LogRow[] => {
    const first = lines.get(seq);
    if (first === undefined) return [];
    if (isFold) {
      const last = lines.get(seq + count - 1) ?? first;
      return [{ kind: 'fold', first: first.entry, last: last.entry, count }];
    }
    const styles = styledSpans(first.raw, first.entry.text.length);
    return [{ kind: 'line', entry: first.entry, styles, pushedAtMs: store.marks.pushedAtMs(seq) }];
  });
}

/** Lines by seq; `seqs` are in order. */
async function linesOf(store: LineStore, seqs: readonly number[]): Promise<ReadonlyMap<number, TailLine>> {
  const wanted = new Set(seqs);
  const lines = new Map<number, TailLine>();
  for (let at = 0; at < seqs.length; ) {
    const from = seqs[at] as number;
    let last = from;
    while (at < seqs.length && (seqs[at] as number) - last <= NEAR_LINES) {
      last = seqs[at] as number;
      at += 1;
    }
    for (const line of await store.lines(from, last + 1)) {
      if (wanted.has(line.entry.seq)) lines.set(line.entry.seq, line);
    }
  }
  return lines;
}
