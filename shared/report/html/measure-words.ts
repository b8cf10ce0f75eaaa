import type { TextKey, Translator } from '../../text/translator.ts';

/** How a measured number is told: its words, and the unit that people read it in. */
export interface MeasureWords {
  readonly label: (t: Translator) => string;
  /** The unit's share of the number: 1024 for bytes told in KiB. */
  readonly per: number;
  readonly unit: string;
}

const KNOWN: readonly string[] = ['writtenBytesPerSecond', 'freeHeapBytes', 'rssiDbm'];
/** The longer endings first. */
const UNITS = [
  ['BytesPerSecond', 1024, 'KiB/s'],
  ['Bytes', 1024, 'KiB'],
  ['Dbm', 1, 'dBm'],
  ['Ms', 1000, 's'],
] as const;

/** By the name that a run gave it, which ends in its unit; a name without words of its own stands for itself. */
export function measureWords(name: string): MeasureWords {
  const [, per, unit] = UNITS.find(([ending]) => name.endsWith(ending)) ?? ['', 1, ''];
  const label = (t: Translator): string =>
    KNOWN.includes(name) ? t(`report:measured_${name}` as TextKey) : name;
  return { label, per, unit };
}
