import { parseResetSequence } from '../../shared/serial/reset-sequence.ts';
import type { TextKey, Translator } from '../../shared/text/translator.ts';

const PROBLEMS: Readonly<Record<string, TextKey>> = {
  empty: 'serial:sequenceEmpty',
  command: 'serial:sequenceCommand',
  level: 'serial:sequenceLevel',
  seconds: 'serial:sequenceSeconds',
  tooLong: 'serial:sequenceTooLong',
};

/** What is wrong with a reset sequence, and where; null for a sound one and for none. */
export function sequenceProblem(t: Translator, text: string | null): string | null {
  if (text === null) return null;
  const read = parseResetSequence(text);
  if (read.ok) return null;
  return t(PROBLEMS[read.problem] ?? 'serial:sequenceEmpty', { position: read.position + 1 });
}
