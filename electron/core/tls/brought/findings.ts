import type { CertificateFinding, HostVerdict } from '../../../../shared/contract/certificates-values.ts';
import type { ErrorCode, ErrorParams } from '../../../../shared/errors.ts';
import { sameBytes } from '../../../../shared/esp/hex.ts';
import type { HostRule } from '../../../../shared/x509/host-rules.ts';
import { HOST_RULES, RELEASES_OF } from '../../../../shared/x509/host-rules.ts';
import {
  isSoundKey,
  isSoundSignature,
  KEY_CERT_SIGN,
  mayServe,
  maySign,
} from '../../../../shared/x509/mbedtls-profile.ts';
import type { X509Facts } from '../../../../shared/x509/x509-facts.ts';
import { hashName, keyName } from '../certificate-view.ts';
import type { Arrangement } from './arrange.ts';

/** What is wrong with certificates before anybody has seen them: what no board would take first. */
export function findingsOf(
  arrangement: Arrangement,
  use: 'brought' | 'public',
  hosts: readonly HostVerdict[],
  nowMs: number,
): readonly CertificateFinding[] {
  return [
    ...refusedByAll(arrangement),
    ...refusedByDate(arrangement, nowMs),
    ...unknownWay(arrangement, use),
    ...unnamed(hosts),
  ];
}

/** A CA's own signature is compared by nobody who trusts it. */
function refusedByAll(arrangement: Arrangement): readonly CertificateFinding[] {
  const sent = arrangement.chain.map(({ facts }) => facts);
  const [{ facts: leaf }] = arrangement.chain;
  const issuers = issuersOf(arrangement);
  return [
    ...(mayServe(leaf) ? [] : [blocks('cert/not-for-servers', leaf)]),
    ...sent
      .filter(({ signatureOid }) => !isSoundSignature(signatureOid))
      .map((facts) => blocks('cert/weak-signature', facts, { hash: hashName(facts.signatureOid) })),
    ...[leaf, ...issuers]
      .filter(({ key }) => !isSoundKey(key))
      .map((facts) => blocks('cert/weak-key', facts, { key: keyName(facts.key) })),
    ...issuers.filter((facts) => !mayIssue(facts)).map((facts) => blocks('cert/not-a-ca', facts)),
  ];
}

/** By boards that compare dates, which few do. */
function refusedByDate(arrangement: Arrangement, nowMs: number): readonly CertificateFinding[] {
  const [{ facts: leaf }] = arrangement.chain;
  const issuers = issuersOf(arrangement);
  const ended = ({ notAfterMs }: X509Facts): boolean => notAfterMs < nowMs;
  const dated = (code: ErrorCode, facts: X509Facts, ms: number) => warns(code, facts, { date: day(ms) });
  return [
    ...issuers.filter(ended).map((facts) => dated('cert/ca-expired', facts, facts.notAfterMs)),
    ...[leaf].filter(ended).map((facts) => dated('cert/leaf-expired', facts, facts.notAfterMs)),
    ...[leaf, ...issuers]
      .filter(({ notBeforeMs }) => notBeforeMs > nowMs)
      .map((facts) => dated('cert/not-yet-valid', facts, facts.notBeforeMs)),
  ];
}

function unknownWay({ chain, ca, publicRoot }: Arrangement, use: 'brought' | 'public') {
  const top = (chain.at(-1) ?? chain[0]).facts;
  return [
    ...(ca === null ? [warns('cert/chain-broken', top, { issuer: top.issuer })] : []),
    ...(use === 'public' && publicRoot === null ? [warns('cert/no-public-root', top)] : []),
  ];
}

/** Those that sign: between the leaf and the CA, each once. */
function issuersOf({ chain, ca, selfSigned }: Arrangement): readonly X509Facts[] {
  const all = [...chain.slice(1), ...(ca === null || selfSigned ? [] : [ca])].map(({ facts }) => facts);
  return all.filter((facts, index) => all.findIndex(({ der }) => sameBytes(der, facts.der)) === index);
}

function blocks(code: ErrorCode, { subject }: X509Facts, params: ErrorParams = {}): CertificateFinding {
  return { severity: 'blocks', code, params: { subject, ...params } };
}

function warns(code: ErrorCode, { subject }: X509Facts, params: ErrorParams = {}): CertificateFinding {
  return { severity: 'warns', code, params: { subject, ...params } };
}

/** A day in UTC, `2026-11-23`. */
export function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** A certificate of version 1 has no extensions and is a CA where it is trusted. */
function mayIssue(facts: X509Facts): boolean {
  return facts.version < 3 || (facts.isCa && maySign(facts, KEY_CERT_SIGN));
}

/** Boards are asked to come by one host each: it is enough that each kind of board finds one of them named. */
function unnamed(hosts: readonly HostVerdict[]): readonly CertificateFinding[] {
  const [first] = hosts;
  const named = (rule: HostRule): boolean =>
    hosts.some(({ verdicts }) =>
      verdicts.some((each) => each.rule === rule && !each.problems.includes('host')),
    );
  const releases = HOST_RULES.filter((rule) => !named(rule)).map((rule) => RELEASES_OF[rule]);
  if (first === undefined || releases.length === 0) return [];
  const params = { host: first.host, releases: releases.join(', ') };
  return [{ severity: 'warns', code: 'cert/host-not-named', params }];
}
