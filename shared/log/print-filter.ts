import type { LogLevel } from './log-entry.ts';
import { LOG_LEVELS } from './log-entry.ts';

/** Levels by tag; `*` stands for every other tag. A level is 0 (none) to 5 (verbose). */
export type PrintFilter = ReadonlyMap<string, number>;

const RANKS: Readonly<Record<string, number>> = { N: 0, E: 1, W: 2, I: 3, D: 4, V: 5, '*': 5, '': 5 };

/**
 * Reads a filter as `idf.py monitor --print-filter` takes it (esp_idf_monitor, line_matcher.py): words of `tag:LEVEL`,
 * N, E, W, I, D or V, in either case; `tag`, `tag:` and `tag:*` mean everything of a tag. The last word on a tag holds.
 * Null for what that program refuses: an empty tag, an unknown level, two colons.
 */
export function parsePrintFilter(text: string): PrintFilter | null {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const filter = new Map<string, number>();
  if (words.length === 0) filter.set('*', 5);
  for (const word of words) {
    const parts = word.split(':');
    const [tag = '', level] = parts;
    const rank = level === undefined ? 5 : RANKS[level.toUpperCase()];
    if (parts.length > 2 || rank === undefined || (tag === '' && parts.length === 2)) return null;
    filter.set(tag, rank);
  }
  return filter;
}

/** Whether a line of this level and tag passes. What is no line of esp_log passes unless `*` is N or not named. */
export function passesPrintFilter(filter: PrintFilter, level: LogLevel | null, tag: string | null): boolean {
  const others = filter.get('*') ?? 0;
  if (level === null || tag === null) return others > 0;
  return (filter.get(tag) ?? others) >= LOG_LEVELS.indexOf(level) + 1;
}
