import { constants, createHash, randomBytes } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';

/** The key and the certificates a server shows, the leaf first; PEM. */
export interface TlsCredentials {
  readonly keyPem: string;
  readonly certPem: string;
}

export function sameCredentials(a: TlsCredentials, b: TlsCredentials): boolean {
  return a.certPem === b.certPem && a.keyPem === b.keyPem;
}

/**
 * The suites ESP-IDF has, cheapest for a board first: its accelerators do AES-128-GCM in every release. Static RSA
 * stands last, for builds without elliptic curves.
 */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-SHA256',
  'ECDHE-RSA-AES128-SHA256',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
];

/** Of this process: nobody else can make or read a ticket. */
const TICKET_SECRET = randomBytes(32);

/**
 * The same for the same certificate, so that a session outlives the showing of another one in between; a ticket of one
 * certificate is never good under another, which the client has not judged.
 */
function ticketKeys({ certPem }: TlsCredentials): Buffer {
  return createHash('sha384').update(TICKET_SECRET).update(certPem).digest();
}

/** TLS 1.2 is what a board speaks unless its firmware turned 1.3 on. */
export function tlsOptions(credentials: TlsCredentials): SecureContextOptions {
  return {
    key: credentials.keyPem,
    cert: credentials.certPem,
    ticketKeys: ticketKeys(credentials),
    minVersion: 'TLSv1.2',
    ciphers: CIPHERS.join(':'),
    honorCipherOrder: true,
    // A second handshake on one connection costs us more than the client; no board asks for one.
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION ?? 0,
  };
}
