import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

import type { CertificateFacts } from '../../electron/core/tls/certificate-facts.ts';

/** mbedTLS up to 3.4: dNSName entries only, an address is text like any other. */
export function acceptsBefore35(facts: CertificateFacts, host: string): boolean {
  return facts.dnsNames.some((name) => name.toLowerCase() === host.toLowerCase());
}

/** mbedTLS from 3.5: dNSName first, then iPAddress. */
export function acceptsFrom35(facts: CertificateFacts, host: string): boolean {
  return acceptsBefore35(facts, host) || facts.ipAddresses.includes(host);
}

/** OpenSSL: an address only as iPAddress, a name only as dNSName. */
export function acceptsOpenSsl(certPem: string, host: string): boolean {
  const certificate = new X509Certificate(certPem);
  const found = isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host);
  return found !== undefined;
}
