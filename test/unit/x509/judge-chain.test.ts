import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';

import { BADCERT, judgeChain } from '../../../electron/virtual/net/certificate-judge.ts';
import { readCertificate } from '../../../electron/virtual/net/der-certificate.ts';
import { hostRuleOf } from '../../../shared/x509/host-rules.ts';
import type { BoardVerdict, TrustProblem } from '../../../shared/x509/judge-chain.ts';
import { judgeForBoards } from '../../../shared/x509/judge-chain.ts';
import type { X509Facts } from '../../../shared/x509/x509-facts.ts';
import { readX509 } from '../../../shared/x509/x509-facts.ts';
import { EC_CA_PEM, V1_PEM } from '../../support/sample-certificates.ts';
import type { LeafOptions } from '../../support/test-certificates.ts';
import { testAuthority } from '../../support/test-certificates.ts';

const DAY_MS = 86_400_000;
const der = (pem: string): Buffer => new X509Certificate(pem).raw;
const isSignedBy = (child: X509Facts, parent: X509Facts): boolean =>
  new X509Certificate(child.der).verify(new X509Certificate(parent.der).publicKey);
const read = (bytes: Buffer): X509Facts => readX509(bytes) as X509Facts;

const authority = testAuthority();
const ca = der(authority.caPem);
const foreign = der(testAuthority('Foreign CA').caPem);
const leaf = (options: LeafOptions = {}): Buffer => der(authority.issue(options).cert);

function verdicts(
  chain: readonly Buffer[],
  { trusted = [ca], host = '127.0.0.1', nowMs = Date.now() }: Partial<Given> = {},
): readonly BoardVerdict[] {
  return judgeForBoards({ chain: chain.map(read), trusted: trusted.map(read), host, nowMs, isSignedBy });
}

interface Given {
  readonly trusted: readonly Buffer[];
  readonly host: string;
  readonly nowMs: number;
}

const FLAGS: Readonly<Record<TrustProblem, number>> = {
  host: BADCERT.CN_MISMATCH,
  usage: BADCERT.KEY_USAGE | BADCERT.EXT_KEY_USAGE,
  key: BADCERT.BAD_KEY | BADCERT.BAD_PK,
  expired: BADCERT.EXPIRED,
  notYetValid: BADCERT.FUTURE,
  unknownCa: BADCERT.NOT_TRUSTED,
  signature: BADCERT.BAD_MD,
};

const CHAINS: readonly (readonly [string, readonly Buffer[]])[] = [
  ['good', [leaf()]],
  ['with its CA', [leaf(), ca]],
  ['of a foreign CA', [der(testAuthority('Foreign CA').issue().cert), foreign]],
  ['with the address as dNSName alone', [leaf({ ipAddresses: [] })]],
  ['with the address as iPAddress alone', [leaf({ dnsNames: ['bench.test'] })]],
  ['with names of others', [leaf({ dnsNames: ['10.9.8.7'], ipAddresses: ['10.9.8.7'] })]],
  ['without a SAN', [leaf({ altNames: false, commonName: '127.0.0.1' })]],
  ['with a wildcard', [leaf({ dnsNames: ['*.bench.test'], ipAddresses: ['fe80::7'] })]],
  ['for clients', [leaf({ purpose: 'clientAuth' })]],
  ['that must not sign', [leaf({ keyUsage: 'keyEncipherment' })]],
  ['signed with SHA-1', [leaf({ digest: 'sha1' })]],
  ['of version 1 that stands for itself', [der(V1_PEM)]],
  ['of an elliptic curve that stands for itself', [der(EC_CA_PEM)]],
];
const TRUSTS: readonly (readonly Buffer[])[] = [
  [ca],
  [foreign],
  [],
  [foreign, ca],
  [der(V1_PEM)],
  [der(EC_CA_PEM)],
  [leaf()],
];
const HOSTS = ['127.0.0.1', 'LOCALHOST', 'a.bench.test', 'a.b.bench.test', 'ESP', 'fe80::7', 'fe80:0::0:7'];
const TIMES = [Date.now(), Date.now() + 40 * DAY_MS, 0];

test.each(CHAINS)('a chain %s is judged as the virtual board judges it', (_name, chain) => {
  for (const trusted of TRUSTS) {
    for (const host of HOSTS) {
      for (const nowMs of TIMES) {
        for (const verdict of verdicts(chain, { trusted, host, nowMs })) {
          const flags = judgeChain(chain, {
            trusted: trusted.map(readCertificate),
            host,
            hostRule: verdict.rule,
            nowMs: verdict.datesChecked ? nowMs : null,
          });
          const seen = (Object.keys(FLAGS) as TrustProblem[]).filter(
            (problem) => (flags & FLAGS[problem]) !== 0,
          );
          expect([...verdict.problems].sort()).toEqual(seen.sort());
        }
      }
    }
  }
});

test('the four verdicts name the releases that they stand for', () => {
  const onlyIp = verdicts([leaf({ dnsNames: ['bench.test'] })]);
  expect(onlyIp.map(({ releases, datesChecked, problems }) => [releases, datesChecked, problems])).toEqual([
    ['4.4, 5.0-5.0.4, 5.1-5.1.1', false, ['host']],
    ['4.4, 5.0-5.0.4, 5.1-5.1.1', true, ['host']],
    ['5.0.5-5.0.9, 5.1.2-5.1.7, 5.2-6.1', false, []],
    ['5.0.5-5.0.9, 5.1.2-5.1.7, 5.2-6.1', true, []],
  ]);
});

test('dates count only for boards that compare them', () => {
  const late = verdicts([leaf()], { nowMs: Date.now() + 40 * DAY_MS });
  expect(late.map(({ problems }) => problems)).toEqual([[], ['expired'], [], ['expired']]);
  const early = verdicts([leaf()], { nowMs: 0 });
  expect(early.map(({ problems }) => problems)).toEqual([[], ['notYetValid'], [], ['notYetValid']]);
});

test('a server that shows nothing is trusted by nobody', () => {
  expect(verdicts([]).map(({ problems }) => problems)).toEqual(Array(4).fill(['host', 'unknownCa']));
});

test.each([
  ['v4.4.8', 'mbedtls-3.4'],
  ['v5.0', 'mbedtls-3.4'],
  ['v5.0.4', 'mbedtls-3.4'],
  ['v5.0.5', 'mbedtls-3.5'],
  ['v5.1.1-dirty', 'mbedtls-3.4'],
  ['v5.1.2', 'mbedtls-3.5'],
  ['v5.2', 'mbedtls-3.5'],
  ['v5.4-dev-12-gabcdef0', 'mbedtls-3.5'],
  ['v6.0.2', 'mbedtls-3.5'],
  ['4532e6e', null],
  [null, null],
])('ESP-IDF %s compares by the rule of %s', (version, rule) => {
  expect(hostRuleOf(version)).toBe(rule);
});
