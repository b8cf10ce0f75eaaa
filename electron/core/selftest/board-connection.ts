import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect as connectTcp, isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { connect as connectTls } from 'node:tls';

import type { SelfTestFailed } from '../../../shared/ota/self-test.ts';
import type { Clock } from '../ports.ts';
import type { LocalEnd } from './own-connections.ts';

/** What every board can: TLS 1.2 with ECDHE and AES-GCM. */
const BOARD_CIPHERS = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
].join(':');
const DEADLINE_MS = 3_000;

export type Handshake =
  | {
      readonly kind: 'done';
      readonly version: string;
      readonly cipher: string;
      /** DER, the leaf first. */
      readonly chain: readonly Uint8Array[];
    }
  | { readonly kind: 'portTaken' }
  | Pick<SelfTestFailed, 'kind' | 'why' | 'detail'>;

/**
 * Connects from the local end, shakes hands as a board does, and closes. No request is made: a path may be good for one
 * use only. Never rejects.
 */
export function shakeHands(
  to: { readonly address: string; readonly port: number; readonly host: string },
  from: LocalEnd,
  clock: Clock,
): Promise<Handshake> {
  return new Promise((resolve) => {
    const tcp = connectTcp({
      host: to.address,
      port: to.port,
      localAddress: from.address,
      localPort: from.port,
    });
    const tls = connectTls({
      socket: tcp,
      // The board's rules judge, which are not Node's.
      rejectUnauthorized: false,
      ...(isIP(to.host) === 0 ? { servername: to.host } : {}),
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
      ciphers: BOARD_CIPHERS,
    });
    const finish = (handshake: Handshake): void => {
      cancel();
      close(tls, tcp);
      resolve(handshake);
    };
    const cancel = clock.after(DEADLINE_MS, () => finish(failure('timeout', `${DEADLINE_MS} ms`)));
    const onError = (error: NodeJS.ErrnoException): void => finish(failureOf(error));
    tcp.on('error', onError);
    tls.on('error', onError);
    tls.once('close', () => finish(failure('closed', 'closed')));
    tls.once('secureConnect', () => {
      const version = tls.getProtocol() ?? '';
      finish({ kind: 'done', version, cipher: tls.getCipher().name, chain: chainOf(tls) });
    });
  });
}

/** In order, so that the server sees no reset; whatever happens then, it ends. */
function close(tls: TLSSocket, tcp: Socket): void {
  if (tls.destroyed || tcp.connecting) {
    tls.destroy();
    tcp.destroy();
  } else tls.destroySoon();
}

function chainOf(tls: TLSSocket): readonly Uint8Array[] {
  const chain: Uint8Array[] = [];
  let next: X509Certificate | undefined = tls.getPeerX509Certificate();
  while (next instanceof X509Certificate && chain.length < 10) {
    const der: Uint8Array = next.raw;
    if (chain.some((known) => Buffer.compare(known, der) === 0)) break;
    chain.push(der);
    next = next.issuerCertificate;
  }
  return chain;
}

const REASONS: Readonly<Record<string, SelfTestFailed['why']>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
};

function failureOf({ code = '', message }: NodeJS.ErrnoException): Handshake {
  if (code === 'EADDRINUSE' || code === 'EACCES') return { kind: 'portTaken' };
  const why = REASONS[code] ?? (/SSL|EPROTO|TLS/.test(code) ? 'handshake' : 'unreachable');
  return failure(why, code === '' ? message : code);
}

function failure(why: SelfTestFailed['why'], detail: string): Handshake {
  return { kind: 'failed', why, detail };
}
