import { createHash, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';

import { findCertificates } from '../../../shared/esp/find-certificates.ts';
import { compareTrust } from '../../../shared/x509/compare-trust.ts';
import { EC_CA_PEM, V1_PEM } from '../../support/sample-certificates.ts';
import { testAuthority } from '../../support/test-certificates.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const fingerprint = (pem: string): string =>
  new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();
const caPem = testAuthority().caPem;
const der = (pem: string): Buffer => new X509Certificate(pem).raw;

/** Parts with filler between them, as sections of a firmware. */
function firmware(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const filler = Buffer.alloc(
    1_001,
    'mbedtls -----BEGIN CERTIFICATE-----\0-----END CERTIFICATE-----\0 0\x82',
  );
  return Buffer.concat(parts.flatMap((part) => [filler, Buffer.from(part)]).concat(filler));
}

const find = (...parts: readonly (string | Uint8Array)[]) => findCertificates(firmware(...parts), sha256);

test('a CA embedded as text is found with what it says', () => {
  const [found, ...more] = find(`${caPem}\0`);
  expect(more).toEqual([]);
  expect(found).toEqual({
    offset: 1_001,
    form: 'pemText',
    sha256Fingerprint: fingerprint(caPem),
    subject: 'CN=Test CA',
    notAfter: new Date(new X509Certificate(caPem).validTo).toISOString(),
    isCa: true,
    selfIssued: true,
  });
});

test.each([
  ['text with a NUL behind it', `${caPem}\0`, 'pemText'],
  ['text without one', caPem, 'pem'],
  ['text with the line ends of Windows', `${caPem.replaceAll('\n', '\r\n')}\0`, 'pemText'],
  ['text without line ends', `${caPem.replaceAll(/\r?\n/g, '')}\0`, 'pemText'],
  ['bytes', der(caPem), 'der'],
] as const)('a CA embedded as %s is found', (_name, part, form) => {
  expect(find(part)).toMatchObject([{ form, sha256Fingerprint: fingerprint(caPem) }]);
});

test('it is found wherever it begins', () => {
  for (let shift = 0; shift < 16; shift += 1) {
    const padding = Buffer.alloc(shift, 1);
    expect(find(Buffer.concat([padding, Buffer.from(`${V1_PEM}\0`)]))).toHaveLength(1);
    expect(find(Buffer.concat([padding, der(EC_CA_PEM)]))).toHaveLength(1);
  }
});

test('several in one text count as one that ends with a NUL', () => {
  expect(find(`${caPem}${EC_CA_PEM}\n${V1_PEM}\0`).map(({ form, subject }) => [form, subject])).toEqual([
    ['pemText', 'CN=Test CA'],
    ['pemText', 'C=DE, O=Wörk, CN=P-256 Test CA'],
    ['pemText', 'CN=ESP'],
  ]);
});

test('what is cut off, spoiled or no certificate is left out', () => {
  const cut = caPem.slice(0, 600);
  const spoiled = caPem.replace(/\n.{8}/, '\n!!!!!!!!');
  const key = '-----BEGIN CERTIFICATE-----\nAAAAAAAA\n-----END CERTIFICATE-----\n';
  expect(find(cut, spoiled, key, der(caPem).subarray(0, 300))).toEqual([]);
  expect(findCertificates(new Uint8Array(), sha256)).toEqual([]);
});

test('a firmware that is nothing but beginnings is read in time, and a list stays short', () => {
  const begins = Buffer.alloc(4 << 20, '-----BEGIN CERTIFICATE-----\nAAAA');
  const sequences = Buffer.alloc(4 << 20, Buffer.from([0x30, 0x82, 0xff, 0x00, 0x30, 0x82, 0xf0, 0x00]));
  expect(findCertificates(begins, sha256)).toEqual([]);
  expect(findCertificates(sequences, sha256)).toEqual([]);
  expect(findCertificates(Buffer.from(V1_PEM.repeat(300)), sha256)).toHaveLength(100);
});

test('a firmware that holds one of ours is equal, with others alone it is different', () => {
  const ours = [fingerprint(caPem)];
  expect(compareTrust(find(V1_PEM, `${caPem}\0`), ours)).toBe('equal');
  expect(compareTrust(find(V1_PEM), ours)).toBe('different');
  expect(compareTrust(find('nothing'), ours)).toBe('none');
});

test('a certificate of its own says nothing of what a firmware trusts, unless it is the very one', () => {
  const own = testAuthority().issue().cert;
  expect(compareTrust(find(own), [fingerprint(caPem)])).toBe('none');
  expect(compareTrust(find(own), [fingerprint(own)])).toBe('equal');
});
