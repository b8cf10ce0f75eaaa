import type { SavedCrash } from '../../shared/contract/log-values.ts';
import type { StoryEvent } from '../../shared/log/story.ts';

/** What happened with every crash as one event at the line that names it; the other lines of a panic are that crash. */
export function withCrashes(
  story: readonly StoryEvent[],
  crashes: readonly SavedCrash[],
): readonly StoryEvent[] {
  if (crashes.length === 0) return story;
  const last = crashes.at(-1)?.seq ?? 0;
  // Of a crash loop only the first crashes are explained: the panics behind them stand for themselves.
  const others = story.filter(({ kind, seq }) => kind !== 'panic' || seq > last + PANIC_LINES);
  const panics = crashes.map(
    ({ seq, atMs, text }): StoryEvent => ({ seq, atMs, kind: 'panic', params: { text } }),
  );
  return [...others, ...panics].sort((a, b) => a.seq - b.seq);
}

/** Lines that one panic takes at most. */
const PANIC_LINES = 200;
