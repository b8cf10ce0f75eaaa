/** How the stamps of a terminal program look, and what they say. */
export interface StampStyle {
  readonly name: string;
  /** From the line's beginning, with what stands between stamp and text. */
  readonly pattern: RegExp;
  /** Milliseconds: since the Unix epoch, or since midnight for `ofDay`. */
  readonly read: (match: RegExpExecArray) => number | null;
  readonly ofDay: boolean;
}

const CLOCK = String.raw`(\d{1,2}):(\d\d):(\d\d)(?:[.,:](\d{1,6}))?`;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Stamps as terminal programs write them: idf.py monitor --timestamps, CoolTerm, minicom (`2026-11-22 13:05:09.042`),
 * tio and TeraTerm (in brackets), ESPHome (in brackets, nothing behind them), PlatformIO and Arduino
 * (`13:05:09.042 -> `), `ts`, and ISO 8601 with its zone.
 */
export const STAMP_STYLES: readonly StampStyle[] = [
  {
    name: 'iso',
    pattern:
      /^\[?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d))\]?(?: -> | > |: |[ \t]|$)/,
    read: ([, iso = '']) => {
      const atMs = Date.parse(iso);
      return Number.isNaN(atMs) ? null : atMs;
    },
    ofDay: false,
  },
  {
    name: 'date',
    pattern: new RegExp(String.raw`^\[?(\d{4})[-./](\d\d)[-./](\d\d)[ T_]${CLOCK}\]?(?: -> | > |: |[ \t]|$)`),
    read: ([, year, month, day, ...clock]) =>
      new Date(Number(year), Number(month) - 1, Number(day)).getTime() + clockMs(clock),
    ofDay: false,
  },
  {
    name: 'teraterm',
    pattern: new RegExp(String.raw`^\[\w{3} (\w{3}) +(\d{1,2}) ${CLOCK} (\d{4})\][ \t]?`),
    read: ([, month = '', day, hours, minutes, seconds, millis, year]) => {
      const index = MONTHS.indexOf(month);
      if (index < 0) return null;
      return (
        new Date(Number(year), index, Number(day)).getTime() + clockMs([hours, minutes, seconds, millis])
      );
    },
    ofDay: false,
  },
  {
    name: 'clock',
    pattern: new RegExp(String.raw`^(?:\[${CLOCK}\](?: -> | > |: |[ \t])?|${CLOCK}(?: -> | > |: |[ \t]|$))`),
    read: ([, ...clocks]) => clockMs(clocks[0] === undefined ? clocks.slice(4) : clocks),
    ofDay: true,
  },
];

/** PuTTY and KiTTY begin a log with the time at which it began. */
const PUTTY = /^=~=~.* log (\d{4})[.-](\d\d)[.-](\d\d) (\d\d):(\d\d):(\d\d) =~=~/;

/** When a PuTTY log began, from its first line; else null. */
export function puttyTime(line: string): number | null {
  const match = PUTTY.exec(line);
  if (match === null) return null;
  const [year, month, day, hours, minutes, seconds] = match.slice(1).map(Number);
  return new Date(year ?? 0, (month ?? 1) - 1, day, hours, minutes, seconds).getTime();
}

/** Of the lines that are given, so many must carry a stamp for it to be the file's style. */
const SHARE = 0.5;

/** The style in which a file's lines are stamped, from some of its first lines; null for none. */
export function stampStyleOf(lines: readonly string[]): StampStyle | null {
  const said = lines.filter((line) => line.trim() !== '');
  if (said.length === 0) return null;
  const best = STAMP_STYLES.map((style) => ({
    style,
    share: said.filter((line) => style.pattern.test(line)).length / said.length,
  })).sort((a, b) => b.share - a.share)[0];
  return best !== undefined && best.share >= SHARE ? best.style : null;
}

function clockMs([hours, minutes, seconds, fraction = '']: readonly (string | undefined)[]): number {
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return whole * 1000 + Math.floor(Number(`0.${fraction || '0'}`) * 1000);
}
