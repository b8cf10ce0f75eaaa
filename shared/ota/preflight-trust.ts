import type { FoundCertificate } from '../esp/found-certificate.ts';
import { anchorsOf, compareTrust } from '../x509/compare-trust.ts';
import { hostRuleOf } from '../x509/host-rules.ts';
import type { BoardVerdict, TrustProblem } from '../x509/judge-chain.ts';
import type { PreflightCheck } from './preflight.ts';
import type { PreflightInput } from './preflight-input.ts';
import { check } from './preflight-input.ts';
import type { SelfTestJudged } from './self-test.ts';

/** Whether the board would accept this server now, and after the update. */
export function trustChecks(input: PreflightInput): readonly PreflightCheck[] {
  return [certificate(input), selfTest(input), nextCa(input)];
}

/** The firmware that runs decides this update. A name that the certificate lacks is issued before the URL is sent. */
function certificate({ certificateCovers, facingAddress, trust }: PreflightInput): PreflightCheck {
  const { ours, running } = trust ?? { ours: [], running: null };
  const comparison = running === null ? null : compareTrust(running, ours);
  if (comparison === 'different') return check('certificate', 'failed', { found: subjectsOf(running ?? []) });
  if (facingAddress === null || certificateCovers === null) {
    return comparison === 'equal'
      ? check('certificate', 'passed', { context: 'running' })
      : check('certificate', 'notKnown');
  }
  const params = { host: facingAddress };
  if (!certificateCovers) return check('certificate', 'warned', params);
  if (comparison === 'equal') return check('certificate', 'passed', params);
  return check('certificate', 'notKnown', {
    ...params,
    context: comparison === 'none' ? 'noneFound' : 'unknownImage',
  });
}

/** The image that is about to be sent decides the next one; it never stops this one. */
function nextCa({ image, trust }: PreflightInput): PreflightCheck {
  if (trust === null || trust.ours.length === 0) return check('next-ca', 'notKnown');
  const found = { found: subjectsOf(image.certificates) };
  switch (compareTrust(image.certificates, trust.ours)) {
    case 'equal':
      return check('next-ca', 'passed', found);
    case 'different':
      return check('next-ca', 'warned', found);
    case 'none':
      return check('next-ca', 'warned', { context: 'noneFound' });
  }
}

const SHOWN = 2;

function subjectsOf(found: readonly FoundCertificate[]): string {
  const subjects = anchorsOf(found).map(({ subject }) => subject);
  return subjects.length > SHOWN ? `${subjects.slice(0, SHOWN).join('; ')}; …` : subjects.join('; ');
}

function selfTest({ board, trust }: PreflightInput): PreflightCheck {
  const test = trust?.selfTest ?? null;
  if (test === null) return check('self-test', 'notKnown');
  const { host, through } = test;
  if (test.kind === 'failed')
    return check('self-test', 'failed', { host, through, detail: test.detail, context: test.why });
  return judged(test, hostRuleOf(board.idfVersion));
}

/** The verdict for the board's own release decides; where that is not known, only what all releases agree in. */
function judged(test: SelfTestJudged, rule: BoardVerdict['rule'] | null): PreflightCheck {
  const { host, through, version } = test;
  const concerned = test.verdicts.filter((verdict) => rule === null || verdict.rule === rule);
  const lasting = concerned.filter(({ datesChecked }) => !datesChecked);
  const refusing = lasting.filter(({ problems }) => problems.length > 0);
  const [first] = refusing;
  const params = { host, through, version, durationMs: Math.round(test.durationMs) };
  if (first !== undefined) {
    const result = refusing.length === lasting.length ? 'failed' : 'warned';
    return check('self-test', result, { ...params, releases: releasesOf(refusing), context: worst(first) });
  }
  const releases = releasesOf(lasting);
  const dated = concerned.find(({ problems }) => problems.length > 0);
  if (dated !== undefined)
    return check('self-test', 'warned', { ...params, releases, context: worst(dated) });
  if (test.elsewhere) return check('self-test', 'notKnown', { ...params, releases, context: 'elsewhere' });
  return check('self-test', 'passed', { ...params, releases });
}

function releasesOf(verdicts: readonly BoardVerdict[]): string {
  return [...new Set(verdicts.map(({ releases }) => releases))].join(', ');
}

/** What a board tells first by its alert (mbedTLS tests the host before everything else). */
const ORDER: readonly TrustProblem[] = [
  'host',
  'usage',
  'key',
  'expired',
  'unknownCa',
  'signature',
  'notYetValid',
];

function worst({ problems }: BoardVerdict): TrustProblem {
  return ORDER.find((problem) => problems.includes(problem)) ?? 'unknownCa';
}
