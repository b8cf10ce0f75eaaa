import { deviceTimeOf } from './device-time.ts';
import type { LogLevel } from './log-entry.ts';
import { isPanicLine } from './panic-line.ts';
import { visible, withoutColours } from './visible-text.ts';

/** What one line of a board says of itself, in the terms of `LogEntry`. */
export interface ParsedLine {
  readonly level: LogLevel | null;
  readonly tag: string | null;
  readonly deviceTimeMs: number | null;
  readonly text: string;
}

/** `I (1234) `: esp_log with a stamp, formats V1 and V2 (esp_log_color.h, ESP-IDF 4.4 to 6.1). */
const STAMPED = /^([EWIDV]) \(([\d:. -]{1,24})\) /;

/** `tag: message`, and `wifi:message` as the driver's binary prints it. A tag has no colon. */
const TAGGED = /^(?:([^:]{1,64}): |([\w.-]{1,64}):(?!\/\/))/;

/** `E tag: message`, printed while interrupts are off, or by V2 without stamps. Strict: `I think: so` is prose too. */
const UNSTAMPED = /^([EWIDV]) ([A-Za-z_][\w.-]{1,63}): /;

/**
 * Reads one line without its line end. Lines that are not ESP-IDF's (ROM, panic, prose) keep their whole text; colours
 * are dropped, other control characters made visible.
 */
export function parseLogLine(raw: string): ParsedLine {
  const line = withoutColours(raw);
  const stamped = STAMPED.exec(line);
  if (stamped !== null) {
    const rest = line.slice(stamped[0].length);
    const tagged = TAGGED.exec(rest);
    return {
      level: stamped[1] as LogLevel,
      tag: tagged ? visible(tagged[1] ?? tagged[2] ?? '') : null,
      deviceTimeMs: deviceTimeOf(stamped[2] as string),
      text: visible(tagged ? rest.slice(tagged[0].length) : rest),
    };
  }
  const unstamped = UNSTAMPED.exec(line);
  if (unstamped !== null) {
    return {
      level: unstamped[1] as LogLevel,
      tag: unstamped[2] as string,
      deviceTimeMs: null,
      text: visible(line.slice(unstamped[0].length)),
    };
  }
  return { level: isPanicLine(line) ? 'E' : null, tag: null, deviceTimeMs: null, text: visible(line) };
}
