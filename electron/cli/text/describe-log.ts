import type { LogEvent, NoteEvent } from '../monitor-events.ts';

/** ESP-IDF's own colours, and dim for the lines that are not the board's. */
const COLOURS: Readonly<Record<string, string>> = { E: '31', W: '33', I: '32' };
const DIM = '2';

/** A line of the board as ESP-IDF prints it. */
export function describeLog(entry: LogEvent, colour: boolean): string {
  if (entry.level === null) return entry.text;
  const stamp = entry.deviceTimeMs === null ? '' : ` (${entry.deviceTimeMs})`;
  const tag = entry.tag === null ? '' : ` ${entry.tag}:`;
  return paint(colour, COLOURS[entry.level], `${entry.level}${stamp}${tag} ${entry.text}`);
}

/** A line of the server or of this program begins with `---`. */
export function describeNote({ text }: NoteEvent, colour: boolean): string {
  return paint(colour, DIM, `--- ${text}`);
}

function paint(colour: boolean, code: string | undefined, text: string): string {
  return colour && code !== undefined ? `\u001b[${code}m${text}\u001b[0m` : text;
}
