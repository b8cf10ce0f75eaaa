import type { AuthorityRole, AuthorityState } from '../../../shared/contract/certificates-values.ts';
import type { BroughtPair } from './brought/brought-store.ts';
import { pemBlocks } from './brought/pem-blocks.ts';
import { certificateView } from './certificate-view.ts';
import type { Certificates } from './certificates.ts';
import type { ServerCredentials } from './server-certificate.ts';

/** Something that boards trust here: a CA of this program, or what was brought along. */
export interface Authority {
  readonly role: AuthorityRole;
  /** SHA-256 of what a firmware embeds. */
  readonly sha256Fingerprint: string;
  /** What a firmware embeds, PEM. */
  readonly trustedPem: string;
  /** What boards that trust it are shown, now. */
  credentials(chain: 'full' | 'leaf'): ServerCredentials;
  /** The CAs of this program alone: their server certificates are issued here. */
  readonly own: Certificates | null;
}

export function ownAuthority(role: 'current' | 'previous', certificates: Certificates): Authority {
  return {
    role,
    sha256Fingerprint: certificates.caFacts.sha256Fingerprint,
    trustedPem: certificates.caPem(),
    // The CA signs each server certificate itself: there is nothing between.
    credentials: () => certificates.credentials(),
    own: certificates,
  };
}

/** Where no CA came along, the topmost certificate stands for it. */
export function broughtAuthority(role: 'brought' | 'public', pair: BroughtPair): Authority {
  const { chain, ca } = pair.arrangement;
  const { x509 } = ca ?? chain.at(-1) ?? chain[0];
  return {
    role,
    sha256Fingerprint: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
    trustedPem: `${x509.toString().trim()}\n`,
    credentials: (kind) => (kind === 'leaf' ? pair.leafOnly : pair.credentials),
    own: null,
  };
}

/** What is shown of an authority. */
export function authorityState(
  authority: Authority,
  given: { readonly inUse: boolean; readonly boards: readonly string[]; readonly chain: 'full' | 'leaf' },
): AuthorityState {
  const { inUse, boards, chain } = given;
  const { role, sha256Fingerprint, trustedPem } = authority;
  const { subject, key, notBefore, notAfter } = certificateView(trustedPem);
  const sent = pemBlocks(Buffer.from(authority.credentials(chain).certPem)).map(({ text }) => text);
  const bodies = sent.map((text) => Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64'));
  return {
    sha256Fingerprint,
    role,
    subject,
    key,
    notBefore,
    notAfter,
    inUse,
    boards,
    leaf: certificateView(sent[0] ?? ''),
    chainLength: sent.length,
    chainBytes: bodies.reduce((sum, { length }) => sum + length, 0),
  };
}
