const CLOCK = /^(?:(\d\d)-(\d\d)-(\d\d) )?(\d\d):(\d\d):(\d\d)(?:\.(\d{3}))?$/;

/**
 * Milliseconds of a stamp as esp_log prints it: `1234` (or Unix milliseconds), `00:01:02.345`, `26-11-22 00:01:02.345`.
 * A clock that was never set counts from the start, in 1970; a set one gives Unix time. Null for anything else.
 */
export function deviceTimeOf(stamp: string): number | null {
  if (/^\d{1,15}$/.test(stamp)) return Number(stamp);
  const clock = CLOCK.exec(stamp);
  if (clock === null) return null;
  const [, year, month, day, hours, minutes, seconds, millis] = clock;
  const timeMs = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(millis ?? 0);
  if (year === undefined) return timeMs;
  const fullYear = Number(year) + (Number(year) < 70 ? 2000 : 1900);
  return Date.UTC(fullYear, Number(month) - 1, Number(day)) + timeMs;
}
