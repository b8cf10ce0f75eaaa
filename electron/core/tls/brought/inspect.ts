import { X509Certificate } from 'node:crypto';

import type { BroughtFindings, HostVerdict } from '../../../../shared/contract/certificates-values.ts';
import { judgeForBoards } from '../../../../shared/x509/judge-chain.ts';
import type { X509Facts } from '../../../../shared/x509/x509-facts.ts';
import { certificateView } from '../certificate-view.ts';
import type { Arrangement } from './arrange.ts';
import { findingsOf } from './findings.ts';

export interface InspectOptions {
  readonly use: 'brought' | 'public';
  /** What boards ask this bench for: addresses and names. */
  readonly hosts: readonly string[];
  readonly nowMs: number;
  /** The leaf is sent without what lies between it and the CA. */
  readonly leafOnly: boolean;
}

/** Says what was found, and what boards of every release would say to each host. */
export function inspect(arrangement: Arrangement, options: InspectOptions): BroughtFindings {
  const { chain, ca, selfSigned, publicRoot } = arrangement;
  const sent = options.leafOnly ? chain.slice(0, 1) : chain;
  const hosts: readonly HostVerdict[] = options.hosts.map((host) => ({
    host,
    verdicts: judgeForBoards({
      chain: sent.map(({ facts }) => facts),
      trusted: ca === null ? [] : [ca.facts],
      host,
      nowMs: options.nowMs,
      isSignedBy,
    }),
  }));
  return {
    chain: chain.map(({ x509 }) => certificateView(x509.raw)),
    ca: ca && certificateView(ca.x509.raw),
    selfSigned,
    publicRoot: publicRoot?.facts.subject ?? null,
    findings: findingsOf(arrangement, options.use, hosts, options.nowMs),
    hosts,
  };
}

function isSignedBy(child: X509Facts, parent: X509Facts): boolean {
  try {
    return new X509Certificate(child.der).verify(new X509Certificate(parent.der).publicKey);
  } catch {
    return false;
  }
}
