import type { LogOverview } from '../../../../shared/contract/log-values.ts';
import type { LineStore } from '../line-store.ts';
import type { FindInView } from './find-in-view.ts';
import type { LogView } from './log-view.ts';

/** Found lines beyond this are told by samples. */
const MAX_FOUND = 50_000;

/** The rows of a view in so many stripes, or as many as there are rows. */
export function overviewOf(
  view: LogView,
  find: FindInView | null,
  store: LineStore,
  stripes: number,
): LogOverview {
  const { rows } = view;
  const count = Math.min(rows.length, stripes);
  const stripeOf = (seq: number): number => Math.floor((rows.rowOf(seq) * count) / Math.max(1, rows.length));
  const found = new Set<number>();
  const step = Math.max(1, Math.floor((find?.found ?? 0) / MAX_FOUND));
  let nth = 0;
  find?.forEach((seq) => {
    nth += 1;
    if (nth % step === 0) found.add(stripeOf(seq));
  });
  return {
    stripes: Array.from({ length: count }, (_, stripe) =>
      view.gravest(
        Math.floor((stripe * rows.length) / count),
        Math.floor(((stripe + 1) * rows.length) / count),
      ),
    ),
    found: [...found],
    marks: count === 0 ? [] : marksOf(store, stripeOf),
  };
}

/** At most one of each kind in a stripe. */
function marksOf(store: LineStore, stripeOf: (seq: number) => number): LogOverview['marks'] {
  const marks = [
    ...store.marks.all.map(({ seq, mark }) => ({ stripe: stripeOf(seq), mark })),
    ...store.bookmarks.all.map((seq) => ({ stripe: stripeOf(seq), mark: 'bookmark' as const })),
  ];
  return [...new Map(marks.map((each) => [`${each.stripe} ${each.mark}`, each])).values()];
}
