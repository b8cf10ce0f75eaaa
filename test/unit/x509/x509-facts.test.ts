import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';

import { readCertificate } from '../../../electron/virtual/net/der-certificate.ts';
import { isSelfIssued, readX509 } from '../../../shared/x509/x509-facts.ts';
import { EC_CA_PEM, V1_PEM } from '../../support/sample-certificates.ts';
import type { LeafOptions } from '../../support/test-certificates.ts';
import { testAuthority } from '../../support/test-certificates.ts';

const der = (pem: string): Buffer => new X509Certificate(pem).raw;
const authority = testAuthority();

const LEAVES: readonly (readonly [string, LeafOptions])[] = [
  ['of the usual kind', {}],
  ['without a SAN', { altNames: false, commonName: 'board.test' }],
  ['with an IPv6 address', { ipAddresses: ['fe80::1:2', '10.0.0.1'], dnsNames: ['*.bench.test'] }],
  ['without a purpose', { purpose: null }],
  ['for clients', { purpose: 'clientAuth', keyUsage: 'keyEncipherment' }],
  ['signed with SHA-1', { digest: 'sha1' }],
  ['that ends after 2050', { notAfter: new Date('2061-03-04T05:06:07Z') }],
  ['that began in the last century', { notBefore: new Date('1999-12-31T23:59:59Z') }],
];

const CERTIFICATES: readonly (readonly [string, Buffer])[] = [
  ...LEAVES.map(([name, leaf]) => [name, der(authority.issue(leaf).cert)] as const),
  ['of a CA', der(authority.caPem)],
  ['with an elliptic curve', der(EC_CA_PEM)],
  ['of version 1', der(V1_PEM)],
];

test.each(CERTIFICATES)('a certificate %s says the same to the board', (_name, bytes) => {
  const board = readCertificate(bytes);
  const facts = readX509(bytes);
  expect(facts).toMatchObject({
    version: board.version,
    issuerHex: board.issuer,
    subjectHex: board.subject,
    altNames: board.altNames,
    isCa: board.isCa,
    pathLength: board.pathLength,
    keyUsage: board.keyUsage,
    extendedKeyUsage: board.extendedKeyUsage,
    signatureOid: board.signatureOid,
    notBeforeMs: board.notBeforeMs,
    notAfterMs: board.notAfterMs,
  });
  expect(Buffer.from(facts?.der ?? [])).toEqual(bytes);
});

test('keys are named by their kind and size', () => {
  expect(readX509(der(authority.caPem))?.key).toEqual({ kind: 'rsa', bits: 2048 });
  expect(readX509(der(EC_CA_PEM))?.key).toEqual({ kind: 'ec', curveOid: '1.2.840.10045.3.1.7' });
});

test('names are shown to people, in UTF-8 too', () => {
  const facts = readX509(der(EC_CA_PEM));
  expect(facts?.subject).toBe('C=DE, O=Wörk, CN=P-256 Test CA');
  expect(facts?.commonNames).toEqual(['P-256 Test CA']);
});

test('a root issued itself, a leaf did not', () => {
  const selfIssued = (pem: string): boolean | undefined => {
    const facts = readX509(der(pem));
    return facts === null ? undefined : isSelfIssued(facts);
  };
  expect([selfIssued(V1_PEM), selfIssued(authority.issue().cert)]).toEqual([true, false]);
});

test('what follows a certificate does not belong to it', () => {
  const bytes = Buffer.concat([Buffer.from([9, 9]), der(V1_PEM), Buffer.from('rest')]);
  expect(readX509(bytes, 2)?.der.length).toBe(der(V1_PEM).length);
});

test('no change of a single byte and no cut makes the reader throw', () => {
  const whole = der(authority.issue().cert);
  for (let at = 0; at < whole.length; at += 1) {
    expect(readX509(whole.subarray(0, at))).toBeNull();
    const changed = Uint8Array.from(whole);
    for (const value of [0, 0x1f, 0x30, 0x7f, 0x80, 0x84, 0xff]) {
      changed[at] = value;
      readX509(changed);
    }
  }
});
