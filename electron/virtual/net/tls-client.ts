import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { connect } from 'node:tls';

import type { VirtualBoardOptions } from '../board-options.ts';
import type { Machine } from '../firmware/machine.ts';
import { since } from '../idf-release.ts';
import { alertFor, BADCERT, judgeChain } from './certificate-judge.ts';
import type { DerCertificate } from './der-certificate.ts';
import { readPem } from './der-certificate.ts';
import type { HandshakeGateDeps } from './handshake-gate.ts';
import { HandshakeGate } from './handshake-gate.ts';
import type { HostRule } from './host-match.ts';

/** mbedTLS's error numbers, without their sign (ssl.h, net_sockets.h). */
const MBEDTLS = {
  verifyFailed: 0x2700,
  x509Fatal: 0x3000,
  fatalAlert: 0x7780,
  invalidRecord: 0x7200,
  connectionEnd: 0x7280,
  connectionReset: 0x50,
  handshakeFailure: 0x6e00,
  outOfMemory: 0x7f00,
  /** PSA_ERROR_INSUFFICIENT_MEMORY, from mbedTLS 4 on. */
  psaOutOfMemory: 0x8d,
} as const;

/** What the network does to a handshake. */
const WAYS: Partial<Record<VirtualBoardOptions['network'], HandshakeGateDeps['way']>> = {
  smallPackets: 'lost',
  inspected: 'reset',
};

/** ECDHE with AES-GCM: what ESP-IDF's default configuration and every server have in common. */
const CIPHERS =
  'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256';
/** What firmware from before TLS 1.2 kept. */
const OLD_CIPHERS = 'ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA';

export type TlsOpening =
  | {
      readonly kind: 'open';
      readonly stream: TLSSocket;
      /** Whether a close_notify has come. */
      readonly closedInOrder: () => boolean;
    }
  | { readonly kind: 'failed'; readonly mbedtlsError: number; readonly refused: boolean }
  | { readonly kind: 'timeout' }
  /** The firmware's own CA text is no certificate. */
  | { readonly kind: 'badTrust' };

/** A TLS client as esp-tls configures mbedTLS: its own CA alone, the host compared, SNI always sent. */
export async function openTls(machine: Machine, socket: Socket, host: string): Promise<TlsOpening> {
  const { run, options, network } = machine;
  const embeds = options.trust === 'embedded';
  const trusted = embeds ? readTrust(await run.guard(network.trustedPem(options.caPem))) : [];
  if (embeds && trusted.length === 0) {
    socket.destroy();
    return { kind: 'badTrust' };
  }
  let refusal: 'flags' | 'callback' = 'flags';
  const gate = new HandshakeGate({
    socket,
    oldProtocol: options.tls === 'oldProtocol',
    holds: options.tls === 'tls13',
    way: WAYS[options.network] ?? 'open',
    judge: (chain) => {
      if (options.heap === 'noHandshake') return 'drop';
      const flags = judgeChain(chain, {
        trusted,
        host: options.skipCommonNameCheck ? null : host,
        hostRule: options.hostRule ?? ruleOf(machine),
        nowMs: options.checkDates ? network.nowMs() : null,
      });
      refusal = callbackRefuses(machine, flags) ? 'callback' : 'flags';
      if (refusal === 'callback') return alertFor(BADCERT.OTHER);
      return flags === 0 ? null : alertFor(flags);
    },
  });
  const settings: ConnectionOptions = {
    socket: gate,
    // The gate has judged by mbedTLS's rules, which are not Node's.
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    maxVersion: options.tls === 'tls13' ? 'TLSv1.3' : 'TLSv1.2',
    ciphers: options.tls === 'oldCiphers' ? OLD_CIPHERS : CIPHERS,
  };
  const stream = connectWithServerName(settings, options.skipCommonNameCheck ? null : host);
  const outcome = new Promise<TlsOpening>((resolve) => {
    const failed = (mbedtlsError: number): void =>
      resolve({ kind: 'failed', mbedtlsError, refused: gate.refused });

    const refused = (): number => (refusal === 'callback' ? MBEDTLS.x509Fatal : MBEDTLS.verifyFailed);
    const failure = (): number => (gate.refused ? refused() : failureOf(machine, gate));
    gate.once('refused', () => failed(refused()));
    stream.once('secureConnect', () => {
      // Judged in the open under TLS 1.2; now, and before our Finished is out, under 1.3.
      if (stream.getProtocol() === 'TLSv1.3') gate.judge(chainOf(stream));
      if (!gate.refused && !gate.dropped)
        resolve({ kind: 'open', stream, closedInOrder: () => gate.alerted });
    });
    stream.on('error', () => failed(failure()));
    stream.once('close', () => failed(failure()));
  });
  const deadline = run.deadline(options.recvTimeoutMs);
  const late = deadline.promise.then((): TlsOpening => ({ kind: 'timeout' }));
  const result = await run.guard(Promise.race([outcome, late]));
  deadline.cancel();
  if (result.kind !== 'open') stream.destroy();
  return result;
}

/**
 * Whether the program's verify callback refuses what mbedTLS has judged: its error becomes MBEDTLS_ERR_X509_FATAL_ERROR,
 * and every flag is set (`mbedtls_x509_crt_verify_restartable`). The bundle's is asked of an unknown root alone.
 */
function callbackRefuses({ log, options }: Machine, flags: number): boolean {
  if (options.trust === 'pinned') return true;
  if (options.trust !== 'bundle' || (flags & ~BADCERT.BAD_MD) !== BADCERT.NOT_TRUSTED) return false;
  if (since(options.idf, '5.1'))
    log.info('esp-x509-crt-bundle', 'No matching trusted root certificate found');
  log.error('esp-x509-crt-bundle', 'Failed to verify certificate');
  return true;
}

function failureOf(machine: Machine, gate: HandshakeGate): number {
  if (gate.dropped) return outOfMemory(machine);
  if (gate.serverAlert !== null) return MBEDTLS.fatalAlert;
  if (gate.notTls) return MBEDTLS.invalidRecord;
  if (gate.wasReset) return MBEDTLS.connectionReset;
  return gate.readableEnded || gate.destroyed ? MBEDTLS.connectionEnd : MBEDTLS.handshakeFailure;
}

/** What the server sent, DER, the leaf first. */
function chainOf(stream: TLSSocket): readonly Buffer[] {
  const chain: Buffer[] = [];
  for (let next = stream.getPeerX509Certificate(); next !== undefined; next = next.issuerCertificate) {
    const { raw } = next;
    if (chain.some((known) => known.equals(raw))) break;
    chain.push(raw);
  }
  return chain;
}

/** The error of an allocation that failed. */
export function outOfMemory({ options }: Machine): number {
  return since(options.idf, '6.0') ? MBEDTLS.psaOutOfMemory : MBEDTLS.outOfMemory;
}

/** ESP-IDF 4.4 alone still has mbedTLS 2.28 in its last patch release. */
function ruleOf({ options }: Machine): HostRule {
  return since(options.idf, '5.0') ? 'mbedtls-3.5' : 'mbedtls-3.4';
}

function readTrust(pem: string): readonly DerCertificate[] {
  try {
    return readPem(pem);
  } catch {
    return [];
  }
}

/**
 * `tls.connect`, with the host as SNI even where it is an IP literal: mbedTLS sends it so. Node warns of that
 * once on stderr (DEP0123), which nobody who reads it could mend.
 */
function connectWithServerName(options: ConnectionOptions, host: string | null): TLSSocket {
  if (host === null || isIP(host) === 0)
    return connect(host === null ? options : { ...options, servername: host });
  const { noDeprecation } = process;
  process.noDeprecation = true;
  try {
    return connect({ ...options, servername: host });
  } finally {
    process.noDeprecation = noDeprecation ?? false;
  }
}
