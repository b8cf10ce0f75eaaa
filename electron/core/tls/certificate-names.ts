import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

import { WorkbenchError } from '../../../shared/errors.ts';
import { serverProfile } from './profiles.ts';

/** What a server certificate is wanted for. A name that is an IP address counts as one. */
export interface WantedNames {
  readonly ipAddresses: readonly string[];
  readonly dnsNames: readonly string[];
}

/** What stands in the certificate: every IP address also as the text of a dNSName. */
export interface CertificateNames {
  readonly commonName: string;
  readonly ipAddresses: readonly string[];
  readonly dnsNames: readonly string[];
}

/** RFC 5280, ub-common-name. */
const MAX_COMMON_NAME = 64;
/** What a server listens on to listen everywhere; no address anybody can ask for. */
const UNSPECIFIED = ['0.0.0.0', '::'];

/**
 * The names of a certificate for `wanted`, without repeats, the wanted ones first.
 * @throws WorkbenchError cert/bad-name
 */
export function certificateNames(wanted: WantedNames): CertificateNames {
  const { always } = serverProfile.subjectAltName;
  const given = [...wanted.ipAddresses, ...wanted.dnsNames, ...always.ipAddresses, ...always.dnsNames];
  const names = given.filter((name) => !UNSPECIFIED.includes(name)).map(normalName);
  const ipAddresses = unique(names.filter((name) => isIP(name) !== 0));
  const hostNames = unique(names.filter((name) => isIP(name) === 0));
  const commonName = [...ipAddresses, ...hostNames].find((name) => name.length <= MAX_COMMON_NAME);
  return {
    commonName: commonName ?? '',
    ipAddresses,
    // mbedTLS up to 3.4 knows dNSName entries only and compares an address with them as text.
    dnsNames: [...ipAddresses, ...hostNames],
  };
}

/** True when `certificate` names everything that `wanted` does. */
export function coversNames(certificate: WantedNames, wanted: CertificateNames): boolean {
  return (
    wanted.ipAddresses.every((address) => certificate.ipAddresses.includes(address)) &&
    wanted.dnsNames.every((name) => certificate.dnsNames.includes(name))
  );
}

function normalName(name: string): string {
  const trimmed = name.trim().replace(/\.$/, '');
  if (isIP(trimmed) === 6) return new URL(`http://[${trimmed}]`).hostname.slice(1, -1);
  if (isIP(trimmed) === 4) return trimmed;
  // Node's converter reads what a URL's host may be: cut off at a slash, unescaped, numbers as addresses.
  const ascii = /[\s/\\:?#@%,[\]]/.test(trimmed) ? '' : domainToASCII(trimmed);
  const sound =
    isIP(ascii) === 0 &&
    ascii.length > 0 &&
    ascii.length <= 253 &&
    ascii.split('.').every((label) => /^(?:\*|[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)$/.test(label));
  if (!sound) throw new WorkbenchError('cert/bad-name', { name: name.slice(0, 300) });
  return ascii;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
