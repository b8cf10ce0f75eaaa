import { sameBytes } from '../esp/hex.ts';
import type { HostRule } from './host-rules.ts';
import { HOST_RULES, hostMatches, RELEASES_OF } from './host-rules.ts';
import { isSoundKey, isSoundSignature, KEY_CERT_SIGN, mayServe, maySign } from './mbedtls-profile.ts';
import type { X509Facts } from './x509-facts.ts';

/** What a board finds wrong with a server's certificates. */
export type TrustProblem =
  /** No name in the leaf is the host of the URL. */
  | 'host'
  /** The leaf's usage forbids to serve TLS with it. */
  | 'usage'
  /** A key of a kind, curve or size that mbedTLS's default profile leaves out. */
  | 'key'
  | 'expired'
  | 'notYetValid'
  /** No certificate that the board has leads to it. */
  | 'unknownCa'
  /** Signed with MD5 or SHA-1. */
  | 'signature';

/** How boards of some releases would take a chain. */
export interface BoardVerdict {
  readonly rule: HostRule;
  /** `CONFIG_MBEDTLS_HAVE_TIME_DATE`, off in every release unless the firmware turns it on. */
  readonly datesChecked: boolean;
  /** ESP-IDF's releases of this rule: `4.4, 5.0-5.0.4, 5.1-5.1.1`. */
  readonly releases: string;
  /** Empty: accepted. */
  readonly problems: readonly TrustProblem[];
}

export interface JudgeInput {
  /** As the server sends it, the leaf first. */
  readonly chain: readonly X509Facts[];
  /** What the firmware has: CAs, or the very certificate of the server. */
  readonly trusted: readonly X509Facts[];
  /** As the URL writes it; null where the firmware skips the comparison. */
  readonly host: string | null;
  readonly nowMs: number;
  /** Whether the parent's key made the child's signature. */
  readonly isSignedBy: (child: X509Facts, parent: X509Facts) => boolean;
}

/** The verdicts of all boards: both host rules, with dates compared and without. */
export function judgeForBoards(input: JudgeInput): readonly BoardVerdict[] {
  const walked = walk(input);
  return HOST_RULES.flatMap((rule) => {
    const named =
      input.host === null || (input.chain[0] !== undefined && hostMatches(input.chain[0], input.host, rule));
    return [false, true].map((datesChecked) => ({
      rule,
      datesChecked,
      releases: RELEASES_OF[rule],
      problems: [
        ...(named ? [] : (['host'] as const)),
        ...walked.lasting,
        ...(datesChecked ? walked.dates : []),
      ],
    }));
  });
}

interface Walked {
  readonly lasting: readonly TrustProblem[];
  readonly dates: readonly TrustProblem[];
}

/** From the leaf to a certificate that is trusted (x509_crt_verify_chain). */
function walk({ chain, trusted, nowMs, isSignedBy }: JudgeInput): Walked {
  const lasting = new Set<TrustProblem>();
  const dates = new Set<TrustProblem>();
  const [leaf] = chain;
  if (leaf === undefined) return { lasting: ['unknownCa'], dates: [] };
  if (!mayServe(leaf)) lasting.add('usage');
  if (!isSoundKey(leaf.key)) lasting.add('key');
  let child = leaf;
  for (let depth = 0; ; depth += 1) {
    dateProblems(child, nowMs, dates);
    // Of the leaf too where the firmware trusts that very certificate, whose issuer then does not matter.
    if (!isSoundSignature(child.signatureOid)) lasting.add('signature');
    if (depth === 0 && trusted.some(({ der }) => sameBytes(der, leaf.der))) break;
    const root = trusted.find((each) => mayIssue(each, child, depth, true) && isSignedBy(child, each));
    if (root !== undefined) {
      if (!isSoundKey(root.key)) lasting.add('key');
      dateProblems(root, nowMs, dates);
      break;
    }
    const next = chain
      .slice(1)
      .find((each) => each !== child && mayIssue(each, child, depth, false) && isSignedBy(child, each));
    if (next === undefined || depth >= chain.length) {
      lasting.add('unknownCa');
      break;
    }
    if (!isSoundKey(next.key)) lasting.add('key');
    child = next;
  }
  return { lasting: [...lasting], dates: [...dates] };
}

function dateProblems({ notBeforeMs, notAfterMs }: X509Facts, nowMs: number, into: Set<TrustProblem>): void {
  if (nowMs > notAfterMs) into.add('expired');
  if (nowMs < notBeforeMs) into.add('notYetValid');
}

/** By its names and extensions; a trusted certificate of version 1 needs none. `depth`: how many lie below. */
function mayIssue(parent: X509Facts, child: X509Facts, depth: number, trusted: boolean): boolean {
  if (parent.subjectHex !== child.issuerHex) return false;
  const old = trusted && parent.version < 3;
  if (!old && !(parent.isCa && maySign(parent, KEY_CERT_SIGN))) return false;
  return parent.pathLength === null || depth <= parent.pathLength;
}
