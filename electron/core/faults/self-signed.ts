import { randomBytes } from 'node:crypto';

import forge from 'node-forge';

import type { KeyPair } from '../tls/key-pair.ts';

const DAY_MS = 86_400_000;

/** A server certificate for these names that vouches for itself alone. PEM. */
export function selfSigned(keys: KeyPair, host: string, nowMs: number): string {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(keys.publicKeyPem);
  certificate.serialNumber = `40${randomBytes(8).toString('hex')}`;
  certificate.validity = { notBefore: new Date(nowMs - DAY_MS), notAfter: new Date(nowMs + 30 * DAY_MS) };
  const name = [{ name: 'commonName', value: host.slice(0, 64) }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  const address = /^\d+\.\d+\.\d+\.\d+$/.test(host) ? [{ type: 7, ip: host }] : [];
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: [{ type: 2, value: host }, ...address] },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(keys.privateKeyPem), forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}
