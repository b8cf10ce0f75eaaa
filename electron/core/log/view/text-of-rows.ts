import type { Input, Output } from '../../../../shared/contract/contract.ts';
import { MAX_TEXT_LINES } from '../../../../shared/contract/log-contract.ts';
import type { LogTextOptions } from '../../../../shared/contract/log-values.ts';
import { lineText, textHead } from '../../../../shared/log/line-text.ts';
import type { LineStore } from '../line-store.ts';
import type { RowList } from './row-list.ts';

/** The lines of some rows as text; a piece at a time. */
export async function textOfRows(
  store: LineStore,
  rows: RowList,
  { fromRow, toRow, skipLines, options }: Input<'log.text'>,
): Promise<Output<'log.text'>> {
  const parts: string[] = fromRow === 0 && skipLines === 0 ? [textHead(options)] : [];
  const end = Math.min(toRow, rows.length);
  let left = MAX_TEXT_LINES;
  let skip = skipLines;
  let row = fromRow;
  while (row < end && left > 0) {
    // Rows that lie side by side are read together.
    const first = rows.at(row);
    const from = first.seq + skip;
    let to = Math.min(first.seq + first.count, from + left);
    const isWhole = to === first.seq + first.count;
    if (!isWhole) skip = to - first.seq;
    else {
      skip = 0;
      row += 1;
      while (row < end && rows.at(row).seq === to && to + rows.at(row).count - from <= left) {
        to += rows.at(row).count;
        row += 1;
      }
    }
    left -= to - from;
    parts.push(await textOfLines(store, from, to, options));
  }
  return { text: parts.join(''), next: row < end ? { row, skipLines: skip } : null };
}

/** Lines `fromSeq` to `toSeq` (not included) as text. */
export async function textOfLines(
  store: LineStore,
  fromSeq: number,
  toSeq: number,
  options: LogTextOptions,
): Promise<string> {
  const { marks, index } = store;
  await marks.advance();
  const startedAtMs = (await store.lines(index.firstSeq, index.firstSeq + 1))[0]?.entry.receivedAtMs ?? 0;
  const lines = await store.lines(fromSeq, toSeq);
  return lines
    .map(({ entry, raw }) =>
      lineText({ entry, raw, startedAtMs, pushedAtMs: marks.pushedAtMs(entry.seq) }, options),
    )
    .join('');
}
