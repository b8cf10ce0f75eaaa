import { addressHex } from './address-bytes.ts';
import type { X509Facts } from './x509-facts.ts';

/**
 * Which names of a certificate a board compares with the host of its URL (x509_crt_verify_name in mbedTLS's
 * x509_crt.c): up to 3.4 dNSName entries alone, an address being text like any other; from 3.5 iPAddress and URI too.
 * In both the CN counts only where there is no SAN extension.
 */
export type HostRule = 'mbedtls-3.4' | 'mbedtls-3.5';

export const HOST_RULES: readonly HostRule[] = ['mbedtls-3.4', 'mbedtls-3.5'];

/** The releases of ESP-IDF that a rule stands for, as people write them. */
export const RELEASES_OF: Readonly<Record<HostRule, string>> = {
  'mbedtls-3.4': '4.4, 5.0-5.0.4, 5.1-5.1.1',
  'mbedtls-3.5': '5.0.5-5.0.9, 5.1.2-5.1.7, 5.2-6.1',
};

/** The rule of a release (`v5.3.4`, `v5.4-dev-12-gabcdef`); null for a text that names none. */
export function hostRuleOf(idfVersion: string | null): HostRule | null {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(idfVersion ?? '');
  if (match === null) return null;
  const [major, minor, patch] = match.slice(1).map((part) => Number(part ?? 0)) as [number, number, number];
  if (major < 5) return 'mbedtls-3.4';
  if (major > 5 || minor >= 2) return 'mbedtls-3.5';
  const firstNewPatch = minor === 0 ? 5 : 2;
  return patch >= firstNewPatch ? 'mbedtls-3.5' : 'mbedtls-3.4';
}

/** Whether a board of this rule finds the host, as its URL writes it, in the certificate. */
export function hostMatches(
  { altNames, commonNames }: Pick<X509Facts, 'altNames' | 'commonNames'>,
  host: string,
  rule: HostRule,
): boolean {
  if (altNames === null) return commonNames.some((name) => sameName(name, host));
  if (altNames.dnsNames.some((name) => sameName(name, host))) return true;
  if (rule === 'mbedtls-3.4') return false;
  const address = addressHex(host);
  return (address !== null && altNames.ipAddresses.includes(address)) || altNames.uris.includes(host);
}

/** Equal but for the case of ASCII letters, or `*.` in place of exactly the first label. */
function sameName(name: string, host: string): boolean {
  const [pattern, wanted] = [name.toLowerCase(), host.toLowerCase()];
  if (pattern === wanted) return true;
  const dot = wanted.indexOf('.');
  return pattern.startsWith('*.') && dot > 0 && pattern.slice(1) === wanted.slice(dot);
}
