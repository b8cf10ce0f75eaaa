/**
 * A time as it is typed, `14:05`, `14:05:30.5` (on the day of `dayMs`) or `2026-11-22 14:05`, by the machine's own
 * clock. Null for anything else.
 */
export function timeOfDay(typed: string, dayMs: number): number | null {
  const match = /^(?:(\d{4})-(\d\d)-(\d\d)[ T])?(\d{1,2}):(\d\d)(?::(\d\d(?:\.\d{1,3})?))?$/.exec(
    typed.trim(),
  );
  if (match === null) return null;
  const [, year, month, day, hours, minutes, seconds = '0'] = match;
  const at = new Date(dayMs);
  if (year !== undefined) at.setFullYear(Number(year), Number(month) - 1, Number(day));
  const ms = Math.round(Number(seconds) * 1000);
  at.setHours(Number(hours), Number(minutes), Math.floor(ms / 1000), ms % 1000);
  return at.getTime();
}
