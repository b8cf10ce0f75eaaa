import type { Der } from './der.ts';
import { childrenOf, contentOf, oidOf, TAG, textOf } from './der.ts';

/** Short names of RFC 4514; others are shown by their OID. */
const SHORT: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

/** A name in its parts, and as one line for people. */
export interface DistinguishedName {
  readonly parts: readonly { readonly oid: string; readonly value: string }[];
  readonly text: string;
}

export function distinguishedName(name: Der): DistinguishedName {
  const parts = childrenOf(name)
    .flatMap((set) => childrenOf(set))
    .map((pair) => {
      const [type, value] = childrenOf(pair);
      return { oid: oidOf(type), value: textOf(value) };
    });
  const shown = parts.map(({ oid, value }) => `${SHORT[oid] ?? oid}=${printable(value)}`);
  return { parts, text: shown.join(', ') };
}

/** Names come out of files of any origin. */
function printable(value: string): string {
  return value.replaceAll(/\p{C}/gu, '\uFFFD').slice(0, 200);
}

/** Milliseconds since the epoch of a UTCTime or GeneralizedTime, which end in Z; null for anything else. */
export function timeMs(element: Der): number | null {
  const text = String.fromCharCode(...contentOf(element).subarray(0, 20));
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?Z$/.exec(text);
  if (match === null) return null;
  const [year = '', month, day, hour, minute, second = '0'] = match.slice(1);
  const short = element.tag === TAG.utcTime && year.length === 2;
  if (!short && !(element.tag === TAG.generalizedTime && year.length === 4)) return null;
  // RFC 5280, 4.1.2.5.1: two digits from 50 on are of the last century.
  const full = short ? Number(year) + (Number(year) >= 50 ? 1900 : 2000) : Number(year);
  const date = new Date(0);
  date.setUTCFullYear(full, Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  return date.getTime();
}
