import type { LogEntry } from '../../../shared/log/log-entry.ts';

const ZERO = 0x30;
const NINE = 0x39;

/** Whether a line of the board differs from the one before in its numbers alone. Stages and cut lines stand alone. */
export function isAlike(before: LogEntry, line: LogEntry): boolean {
  return (
    line.source === 'board' &&
    before.source === 'board' &&
    line.level === before.level &&
    line.tag === before.tag &&
    line.stage === null &&
    before.stage === null &&
    line.cut === null &&
    before.cut === null &&
    alikeTexts(before.text, line.text)
  );
}

/** Equal once every run of digits is taken for one. */
function alikeTexts(a: string, b: string): boolean {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const code = a.charCodeAt(i);
    if (code >= ZERO && code <= NINE) {
      const from = j;
      while (isDigit(b.charCodeAt(j))) j += 1;
      if (j === from) return false;
      while (isDigit(a.charCodeAt(i))) i += 1;
    } else if (code === b.charCodeAt(j)) {
      i += 1;
      j += 1;
    } else return false;
  }
  return i === a.length && j === b.length;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
