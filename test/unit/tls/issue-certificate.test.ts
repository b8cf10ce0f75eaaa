import { createPrivateKey, X509Certificate } from 'node:crypto';

import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';

import { readCertificate } from '../../../electron/core/tls/certificate-facts.ts';
import type { WantedNames } from '../../../electron/core/tls/certificate-names.ts';
import { certificateNames } from '../../../electron/core/tls/certificate-names.ts';
import { issueCa, issueServerCertificate } from '../../../electron/core/tls/issue-certificate.ts';
import type { KeyPair } from '../../../electron/core/tls/key-pair.ts';
import { makeKeyPair, makeLeafKey } from '../../../electron/core/tls/key-pair.ts';
import { caProfile } from '../../../electron/core/tls/profiles.ts';
import type { LeafKind } from '../../../shared/contract/certificates-values.ts';
import { readX509 } from '../../../shared/x509/x509-facts.ts';
import { acceptsBefore35, acceptsFrom35, acceptsOpenSsl } from '../../support/host-rules.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12, 0, 0, 500);
const DAY_MS = 86_400_000;
let caKeys: KeyPair;
let serverKeys: Readonly<Record<LeafKind, KeyPair>>;
let caCertPem: string;

beforeAll(async () => {
  const [ca, rsa2048, p256] = await Promise.all([
    makeKeyPair(caProfile.key),
    makeLeafKey('rsa2048'),
    makeLeafKey('p256'),
  ]);
  caKeys = ca;
  serverKeys = { rsa2048, p256 };
  caCertPem = await issueCa(caKeys, NOW_MS);
});

function issue(wanted: WantedNames, nowMs = NOW_MS, leaf: LeafKind = 'rsa2048'): Promise<string> {
  return issueServerCertificate({
    caCertPem,
    caKeyPem: caKeys.privateKeyPem,
    serverKeyPem: serverKeys[leaf].privateKeyPem,
    names: certificateNames(wanted),
    nowMs,
  });
}

test('the CA signs itself, for 20 years, from one day back', () => {
  const ca = new X509Certificate(caCertPem);
  expect(ca.ca).toBe(true);
  expect(ca.checkIssued(ca) && ca.verify(ca.publicKey)).toBe(true);
  expect(new Date(ca.validFrom).toISOString()).toBe('2026-11-21T12:00:00.000Z');
  expect(new Date(ca.validTo).toISOString()).toBe('2046-11-21T12:00:00.000Z');
  expect(ca.subject).toMatch(/^CN=OTA Workbench CA [0-9a-f]{8}$/);
  expect(ca.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
});

test('the server certificate lasts 13 months but no more than 397 days', async () => {
  for (let month = 0; month < 26; month += 1) {
    const nowMs = Date.UTC(2026, month, 31, 23, 59, 59);
    const facts = readCertificate(await issue({ ipAddresses: [], dnsNames: [] }, nowMs));
    expect(facts.notBeforeMs).toBe(nowMs - DAY_MS);
    const spanMs = facts.notAfterMs - facts.notBeforeMs + 1_000;
    expect(spanMs).toBeLessThanOrEqual(397 * DAY_MS);
    expect(spanMs).toBeGreaterThan(394 * DAY_MS);
  }
});

test('no server certificate outlives its CA', async () => {
  const facts = readCertificate(await issue({ ipAddresses: [], dnsNames: [] }, Date.UTC(2046, 5, 1)));
  expect(facts.notAfterMs).toBe(Date.parse('2046-11-21T12:00:00.000Z'));
});

test('two certificates never share a serial number', async () => {
  const serials = new Set<string>();
  for (let count = 0; count < 20; count += 1) {
    serials.add(new X509Certificate(await issue({ ipAddresses: [], dnsNames: [] })).serialNumber);
  }
  expect(serials.size).toBe(20);
  for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/i);
});

test('a P-256 certificate is signed by the RSA key of the CA, and is for signatures alone', async () => {
  const pem = await issue({ ipAddresses: ['10.1.2.3'], dnsNames: [] }, NOW_MS, 'p256');
  const leaf = new X509Certificate(pem);
  const ca = new X509Certificate(caCertPem);
  expect(leaf.checkIssued(ca) && leaf.verify(ca.publicKey)).toBe(true);
  expect(leaf.checkPrivateKey(createPrivateKey(serverKeys.p256.privateKeyPem))).toBe(true);
  expect(readX509(leaf.raw)).toMatchObject({
    key: { kind: 'ec', curveOid: '1.2.840.10045.3.1.7' },
    signatureOid: '1.2.840.113549.1.1.11',
    keyUsage: 0x80,
    isCa: false,
  });
  const rsa = new X509Certificate(await issue({ ipAddresses: ['10.1.2.3'], dnsNames: [] }));
  expect(readX509(rsa.raw)).toMatchObject({ key: { kind: 'rsa', bits: 2048 }, keyUsage: 0xa0 });
  // The handshake of such a board carries less.
  expect(leaf.raw.length).toBeLessThan(rsa.raw.length - 150);
});

test('the common name is the first address', async () => {
  const certificate = new X509Certificate(await issue({ ipAddresses: ['10.1.2.3'], dnsNames: ['x.local'] }));
  expect(certificate.subject).toBe('CN=10.1.2.3');
});

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/).filter((text) => !/^..--/.test(text));
const hostName = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => `${labels.join('.')}.test`);
const anyLeaf = fc.constantFrom<LeafKind>('rsa2048', 'p256');
const anyNames = fc.record({
  ipAddresses: fc.uniqueArray(fc.ipV4(), { maxLength: 12 }),
  dnsNames: fc.uniqueArray(hostName, { maxLength: 6 }),
});

test('any mix of addresses and names is accepted by every rule for each of them and for nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyNames,
      fc.ipV4(),
      hostName,
      anyLeaf,
      async (wanted, otherAddress, otherName, kind) => {
        const pem = await issue(wanted, NOW_MS, kind);
        const facts = readCertificate(pem);
        const accepted = new Set([...wanted.ipAddresses, ...wanted.dnsNames, '127.0.0.1', 'localhost']);
        accepted.delete('0.0.0.0');
        for (const host of [...accepted, otherAddress, otherName, 'other.invalid', '0.0.0.0']) {
          const expected = accepted.has(host);
          expect([host, acceptsBefore35(facts, host)]).toEqual([host, expected]);
          expect([host, acceptsFrom35(facts, host)]).toEqual([host, expected]);
          expect([host, acceptsOpenSsl(pem, host)]).toEqual([host, expected]);
        }
      },
    ),
    { numRuns: 60 },
  );
});
