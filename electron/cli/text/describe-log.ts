import type { LogEvent } from '../events.ts';

/** ESP-IDF's own colours, and dim for the lines that are not the board's. */
const COLOURS: Readonly<Record<string, string>> = { E: '31', W: '33', I: '32' };
const DIM = '2';

/** A log line as ESP-IDF prints it; lines of the server and of this program begin with `---`. */
export function describeLog(entry: LogEvent, colour: boolean): string {
  const paint = (code: string | undefined, text: string): string =>
    colour && code !== undefined ? `\u001b[${code}m${text}\u001b[0m` : text;
  if (entry.source !== 'board') return paint(DIM, `--- ${entry.text}`);
  if (entry.level === null) return entry.text;
  const stamp = entry.deviceTimeMs === null ? '' : ` (${entry.deviceTimeMs})`;
  const tag = entry.tag === null ? '' : ` ${entry.tag}:`;
  return paint(COLOURS[entry.level], `${entry.level}${stamp}${tag} ${entry.text}`);
}
