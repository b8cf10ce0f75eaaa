import type { LogEntry, LogLevel } from '../../shared/log/log-entry.ts';

/** Which lines are shown. */
export interface LogFilter {
  readonly levels: readonly LogLevel[];
  readonly sources: readonly LogEntry['source'][];
  /** Text to find, or `tag:level` pairs as the ESP-IDF monitor takes them. */
  readonly find: string;
}

export const LEVELS: readonly LogLevel[] = ['E', 'W', 'I', 'D', 'V'];
export const SOURCES: readonly LogEntry['source'][] = ['board', 'server', 'workbench'];
export const SHOW_ALL: LogFilter = { levels: LEVELS, sources: SOURCES, find: '' };

/** A test for lines; lines without a level pass by their source alone. */
export function filterTest({ levels, sources, find }: LogFilter): (entry: LogEntry) => boolean {
  const byFind = findTest(find);
  return (entry) =>
    sources.includes(entry.source) && (entry.level === null || levels.includes(entry.level)) && byFind(entry);
}

function findTest(find: string): (entry: LogEntry) => boolean {
  const wanted = find.trim();
  if (wanted === '') return () => true;
  const pairs = tagPairs(wanted);
  if (pairs !== null) return (entry) => passesPairs(entry, pairs);
  const lower = wanted.toLowerCase();
  return ({ text, tag }) =>
    text.toLowerCase().includes(lower) || (tag?.toLowerCase().includes(lower) ?? false);
}

/** `wifi:W *:E` as levels by tag; null when it is text to find. N shows nothing of a tag. */
export function tagPairs(find: string): ReadonlyMap<string, number> | null {
  const pairs = new Map<string, number>();
  for (const word of find.split(/\s+/)) {
    const match = /^([^:\s]+):([NEWIDV*])$/i.exec(word);
    const [, tag, level] = match ?? [];
    if (tag === undefined || level === undefined) return null;
    pairs.set(tag.toLowerCase(), level === '*' ? LEVELS.length : 'NEWIDV'.indexOf(level.toUpperCase()));
  }
  return pairs;
}

function passesPairs({ tag, level }: LogEntry, pairs: ReadonlyMap<string, number>): boolean {
  const most = (tag === null ? undefined : pairs.get(tag.toLowerCase())) ?? pairs.get('*') ?? 0;
  if (level === null) return tag === null && pairs.has('*');
  return LEVELS.indexOf(level) + 1 <= most;
}
