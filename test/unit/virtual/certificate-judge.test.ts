import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import type { JudgeRules } from '../../../electron/virtual/net/certificate-judge.ts';
import { alertFor, BADCERT, judgeChain } from '../../../electron/virtual/net/certificate-judge.ts';
import type { DerCertificate } from '../../../electron/virtual/net/der-certificate.ts';
import { readCertificate, readPem } from '../../../electron/virtual/net/der-certificate.ts';
import { hostMatches } from '../../../electron/virtual/net/host-match.ts';
import type { LeafOptions } from '../../support/test-certificates.ts';
import { testAuthority } from '../../support/test-certificates.ts';

const authority = testAuthority();
const der = (pem: string): Buffer => new X509Certificate(pem).raw;
const leaf = (options: LeafOptions = {}): Buffer => der(authority.issue(options).cert);

function flags(chain: readonly Buffer[], rules: Partial<JudgeRules> = {}): number {
  return judgeChain(chain, {
    trusted: readPem(authority.caPem),
    host: '127.0.0.1',
    hostRule: 'mbedtls-3.5',
    nowMs: null,
    ...rules,
  });
}

test('a certificate of the trusted CA for this host has no fault', () => {
  expect(flags([leaf()])).toBe(0);
});

test.each([
  ['of a foreign CA', [der(testAuthority('Foreign CA').issue().cert)], {}, BADCERT.NOT_TRUSTED],
  ['without a CA to trust', [leaf()], { trusted: [] }, BADCERT.NOT_TRUSTED],
  ['of another host', [leaf()], { host: '127.0.0.2' }, BADCERT.CN_MISMATCH],
  [
    'of a foreign CA and another host',
    [der(testAuthority('Foreign CA').issue().cert)],
    { host: '127.0.0.2' },
    BADCERT.NOT_TRUSTED | BADCERT.CN_MISMATCH,
  ],
  ['that is over', [leaf()], { nowMs: Date.now() + 40 * 86_400_000 }, BADCERT.EXPIRED],
  ['that is not yet valid', [leaf()], { nowMs: 0 }, BADCERT.FUTURE],
  ['that must not sign', [leaf({ keyUsage: 'keyEncipherment' })], {}, BADCERT.KEY_USAGE],
  ['for clients', [leaf({ purpose: 'clientAuth' })], {}, BADCERT.EXT_KEY_USAGE],
  ['signed with SHA-1', [leaf({ digest: 'sha1' })], {}, BADCERT.BAD_MD],
  ['that is none', [Buffer.from('nothing')], {}, BADCERT.OTHER],
  ['that is missing', [], {}, BADCERT.OTHER],
] as const)('a certificate %s is found out', (_name, chain, rules, expected) => {
  expect(flags(chain, rules)).toBe(expected);
});

test('a certificate without purposes is good for all', () => {
  expect(flags([leaf({ purpose: null })])).toBe(0);
});

test('the very certificate may be trusted in place of its CA', () => {
  const own = leaf();
  expect(flags([own], { trusted: [readCertificate(own)] })).toBe(0);
});

test('a weak signature is found out in the very certificate that is trusted, as mbedTLS does', () => {
  const own = leaf({ digest: 'sha1' });
  expect(flags([own], { trusted: [readCertificate(own)] })).toBe(BADCERT.BAD_MD);
});

test('a leaf cannot sign for another', () => {
  expect(flags([leaf()], { trusted: [readCertificate(leaf({ commonName: 'Test CA' }))] })).toBe(
    BADCERT.NOT_TRUSTED,
  );
});

test('the alert names the worst: host before CA, CA before nothing', () => {
  const all = BADCERT.CN_MISMATCH | BADCERT.NOT_TRUSTED | BADCERT.EXPIRED | BADCERT.BAD_KEY;
  expect(
    [
      all | BADCERT.OTHER,
      all,
      all & ~BADCERT.CN_MISMATCH,
      BADCERT.EXPIRED | BADCERT.NOT_TRUSTED,
      BADCERT.NOT_TRUSTED,
      BADCERT.FUTURE,
    ].map(alertFor),
  ).toEqual([49, 42, 43, 45, 48, 46]);
});

function named(
  altNames: Partial<NonNullable<DerCertificate['altNames']>> | null,
  commonName = 'cn.test',
): DerCertificate {
  const base = readCertificate(leaf());
  return {
    ...base,
    commonNames: [commonName],
    altNames: altNames === null ? null : { dnsNames: [], ipAddresses: [], uris: [], ...altNames },
  };
}

test.each([
  ['192.168.1.5', { dnsNames: ['192.168.1.5'] }, true, true],
  ['192.168.1.5', { ipAddresses: ['c0a80105'] }, false, true],
  ['192.168.1.5', { ipAddresses: ['c0a80106'] }, false, false],
  ['::1', { ipAddresses: ['00000000000000000000000000000001'] }, false, true],
  ['fe80::1:2', { ipAddresses: ['fe800000000000000000000000010002'] }, false, true],
  ['Bench.Local', { dnsNames: ['bench.local'] }, true, true],
  ['a.bench.local', { dnsNames: ['*.bench.local'] }, true, true],
  ['a.b.bench.local', { dnsNames: ['*.bench.local'] }, false, false],
  ['bench.local', { dnsNames: ['*.bench.local'] }, false, false],
  ['cn.test', { dnsNames: ['other.test'] }, false, false],
  ['cn.test', {}, false, false],
  ['cn.test', null, true, true],
] as const)('the host %s against %o: %s up to mbedTLS 3.4, %s from 3.5', (host, names, old, modern) => {
  const certificate = named(names);
  expect(hostMatches(certificate, host, 'mbedtls-3.4')).toBe(old);
  expect(hostMatches(certificate, host, 'mbedtls-3.5')).toBe(modern);
});
