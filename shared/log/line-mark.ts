import type { LogEntry, LogMark } from './log-entry.ts';

/** What a line can be jumped to as; a verdict is marked by who says it. */
export function lineMark({
  source,
  level,
  tag,
  text,
  stage,
}: Pick<LogEntry, 'source' | 'level' | 'tag' | 'text' | 'stage'>): LogMark | null {
  if (stage === 'urlSent') return 'push';
  if (source !== 'board' || tag !== null) return null;
  if (text.startsWith('rst:0x')) return 'restart';
  return level === 'E' && BEGINS_PANIC.test(text) ? 'panic' : null;
}

/** The first line of a crash, not those that go on with it. */
const BEGINS_PANIC =
  /^(?:Guru Meditation Error|abort\(\) was called|assert failed|\*{3}ERROR\*{3} A stack|Stack smashing|CORRUPT HEAP|Brownout detector)/;
