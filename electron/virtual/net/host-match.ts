import { isIP, isIPv4 } from 'node:net';

import type { DerCertificate } from './der-certificate.ts';

/**
 * Which names of a certificate count (x509_crt_verify_name in x509_crt.c): up to mbedTLS 3.4 only dNSName
 * entries, from 3.5 also iPAddress and URI. In both the CN counts only where there is no SAN extension.
 */
export type HostRule = 'mbedtls-3.4' | 'mbedtls-3.5';

/** Whether the certificate is one for this host, as the URL writes it. */
export function hostMatches(certificate: DerCertificate, host: string, rule: HostRule): boolean {
  const { altNames, commonNames } = certificate;
  if (altNames === null) return commonNames.some((name) => nameMatches(name, host));
  if (altNames.dnsNames.some((name) => nameMatches(name, host))) return true;
  if (rule === 'mbedtls-3.4') return false;
  const address = addressBytes(host);
  if (address !== null && altNames.ipAddresses.includes(address)) return true;
  return altNames.uris.includes(host);
}

/** Equal but for case, or `*.` for exactly one label. */
function nameMatches(name: string, host: string): boolean {
  const [pattern, wanted] = [name.toLowerCase(), host.toLowerCase()];
  if (pattern === wanted) return true;
  if (!pattern.startsWith('*.')) return false;
  const firstDot = wanted.indexOf('.');
  return firstDot > 0 && wanted.slice(firstDot) === pattern.slice(1);
}

/** The bytes of an iPAddress entry, hex; null for a name. */
function addressBytes(host: string): string | null {
  if (isIP(host) === 0) return null;
  if (isIPv4(host)) return Buffer.from(host.split('.').map(Number)).toString('hex');
  const [head = '', tail] = host.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [front, back] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  return [...front, ...Array<string>(zeros).fill('0'), ...back]
    .map((group) => group.padStart(4, '0'))
    .join('');
}
