import type { FoundCertificate } from '../../shared/esp/found-certificate.ts';
import type { BoardTrust } from '../../shared/ota/board-trust.ts';
import type { SelfTestFailed, SelfTestJudged } from '../../shared/ota/self-test.ts';
import { HOST_RULES, RELEASES_OF } from '../../shared/x509/host-rules.ts';
import type { TrustProblem } from '../../shared/x509/judge-chain.ts';

const OURS = 'a5'.repeat(32);

/** A bench with one CA, a board whose image is not known, and no self-test yet. */
export function sampleTrust(trust: Partial<BoardTrust> = {}): BoardTrust {
  return { ours: [OURS], running: null, selfTest: null, ...trust };
}

/** A CA in a firmware; ours where left out. */
export function foundCa(sha256Fingerprint = OURS): FoundCertificate {
  return {
    offset: 0x120,
    form: 'pemText',
    sha256Fingerprint,
    subject: `CN=CA ${sha256Fingerprint.slice(0, 4)}`,
    notAfter: '2046-11-22T00:00:00.000Z',
    isCa: true,
    selfIssued: true,
  };
}

/** A self-test with these problems in its four verdicts: each rule without dates, then with. */
export function judgedTest(
  problems: readonly (readonly TrustProblem[])[],
  host = '192.168.1.23',
  elsewhere = false,
): SelfTestJudged {
  const verdicts = HOST_RULES.flatMap((rule) =>
    [false, true].map((datesChecked) => ({ rule, datesChecked, releases: RELEASES_OF[rule] })),
  ).map((verdict, index) => ({ ...verdict, problems: problems[index] ?? [] }));
  const cipher = 'ECDHE-RSA-AES128-GCM-SHA256';
  return {
    kind: 'judged',
    host,
    through: '192.168.1.23',
    elsewhere,
    durationMs: 9,
    version: 'TLSv1.2',
    cipher,
    verdicts,
  };
}

/** A self-test that no handshake came of. */
export function failedTest(why: SelfTestFailed['why']): SelfTestFailed {
  const detail = 'ECONNREFUSED';
  const host = '192.168.1.23';
  return { kind: 'failed', host, through: host, elsewhere: false, durationMs: 2, why, detail };
}
