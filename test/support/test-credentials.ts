import type { TlsCredentials } from '../../electron/core/server/tls-options.ts';
import { certificateNames } from '../../electron/core/tls/certificate-names.ts';
import { issueCa, issueServerCertificate } from '../../electron/core/tls/issue-certificate.ts';
import { makeKeyPair, makeLeafKey } from '../../electron/core/tls/key-pair.ts';
import { caProfile } from '../../electron/core/tls/profiles.ts';
import type { LeafKind } from '../../shared/contract/certificates-values.ts';

export interface TestCredentials extends TlsCredentials {
  readonly caPem: string;
}

let ready: Promise<TestCredentials> | null = null;

/** A CA and a server certificate for loopback, made once in each test process; no file is written. */
export function testCredentials(): Promise<TestCredentials> {
  ready ??= makeTestCredentials();
  return ready;
}

/** The same, with keys of their own. */
export async function makeTestCredentials(leaf: LeafKind = 'rsa2048'): Promise<TestCredentials> {
  const nowMs = Date.now();
  const [ca, server] = await Promise.all([makeKeyPair(caProfile.key), makeLeafKey(leaf)]);
  const caPem = await issueCa(ca, nowMs);
  const certPem = await issueServerCertificate({
    caCertPem: caPem,
    caKeyPem: ca.privateKeyPem,
    serverKeyPem: server.privateKeyPem,
    names: certificateNames({ ipAddresses: ['127.0.0.2', '127.0.0.3'], dnsNames: [] }),
    nowMs,
  });
  return { caPem, certPem, keyPem: server.privateKeyPem };
}
