import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { Errno } from '../firmware/esp-err.ts';
import { ERRNO } from '../firmware/esp-err.ts';
import type { Machine } from '../firmware/machine.ts';
import { since } from '../idf-release.ts';
import type { DialResult } from './board-network.ts';
import { ByteSource } from './byte-source.ts';
import type { FirmwareUrl } from './firmware-url.ts';
import { openTls, outOfMemory } from './tls-client.ts';

/** `esp_transport_read`: a positive length with its bytes, or the number that stands for why not. */
export interface TransportRead {
  readonly length: number;
  readonly bytes: Buffer;
  readonly errno: Errno;
}

/** `ERR_TCP_TRANSPORT_…` (esp_transport.h) */
export const TRANSPORT = { timeout: 0, closedByFin: -1, failed: -2 } as const;
/** `-MBEDTLS_ERR_NET_CONN_RESET` */
const MBEDTLS_RESET = -0x50;
/** lwIP counts its sockets from here. */
const SOCKET_NUMBER = 54;
const NOTHING = Buffer.alloc(0);

/** An open connection as the HTTP client uses it: `transport_base` over TLS or plain TCP. */
export class Transport {
  readonly #machine: Machine;
  readonly #stream: Duplex;
  readonly #source: ByteSource;
  readonly #secure: boolean;
  /** Whether the peer ended the TLS session in order, before its FIN. */
  readonly #closedInOrder: () => boolean;

  constructor(machine: Machine, stream: Duplex, secure: boolean, closedInOrder: () => boolean) {
    this.#machine = machine;
    this.#stream = stream;
    this.#secure = secure;
    this.#closedInOrder = closedInOrder;
    this.#source = new ByteSource(stream);
  }

  write(text: string): void {
    this.#stream.write(Buffer.from(text, 'latin1'));
  }

  async read(maxBytes: number): Promise<TransportRead> {
    const { run, options } = this.#machine;
    const result = await this.#source.read(run, maxBytes, options.recvTimeoutMs);
    switch (result.kind) {
      case 'data':
        return { length: result.bytes.length, bytes: result.bytes, errno: ERRNO.none };
      case 'timeout':
        return { length: TRANSPORT.timeout, bytes: NOTHING, errno: ERRNO.none };
      case 'end': {
        // recv() sets ENOTCONN at a FIN; a close_notify before it is read without asking the socket again.
        const errno = this.#closedInOrder() ? ERRNO.none : ERRNO.notConnected;
        return { length: TRANSPORT.closedByFin, bytes: NOTHING, errno };
      }
      case 'error':
        return this.#reset();
      default:
        return result satisfies never;
    }
  }

  close(): void {
    this.#stream.destroy();
  }

  #reset(): TransportRead {
    const { log, options } = this.#machine;
    const tag = transportTag(this.#machine);
    if (!this.#secure) {
      log.error(tag, 'tcp_read error, errno=Connection reset by peer');
      return { length: TRANSPORT.failed, bytes: NOTHING, errno: ERRNO.connectionReset };
    }
    const colon = since(options.idf, '5.4') ? '' : ':';
    log.error('esp-tls-mbedtls', `read error :-0x0050${colon}`);
    log.error(tag, 'esp_tls_conn_read error, errno=Connection reset by peer');
    return { length: MBEDTLS_RESET, bytes: NOTHING, errno: ERRNO.connectionReset };
  }
}

/** `esp_transport_connect`; null after its error lines. */
export async function connectTransport(machine: Machine, url: FirmwareUrl): Promise<Transport | null> {
  const { run, network, options, log } = machine;
  const dialled = await (options.network === 'isolated'
    ? network.dialNobody(run, options.recvTimeoutMs)
    : network.dial(run, url.host, url.port, options.recvTimeoutMs));
  const secure = url.scheme === 'https';
  if (dialled.kind !== 'connected') {
    log.error('esp-tls', dialLine(dialled, url.host));
    // ESP_ERR_ESP_TLS_…: CANNOT_RESOLVE_HOSTNAME, CONNECTION_TIMEOUT, FAILED_CONNECT_TO_HOST.
    const number = { unresolved: 0x8001, timeout: 0x8006, refused: 0x8004, unreachable: 0x8004 }[
      dialled.kind
    ];
    return notOpened(machine, secure, number);
  }
  dialled.socket.setKeepAlive(true, 5000);
  if (!secure) return new Transport(machine, dialled.socket, false, () => false);
  return secureTransport(machine, dialled.socket, url.host);
}

async function secureTransport(machine: Machine, socket: Socket, host: string): Promise<Transport | null> {
  const { log, options } = machine;
  if (options.heap === 'noTlsSetup') {
    socket.destroy();
    log.error('esp-tls-mbedtls', `mbedtls_ssl_setup returned -0x${hex(outOfMemory(machine))}`);
    log.error('esp-tls', 'create_ssl_handle failed');
    return notOpened(machine, true, 0);
  }
  if (!options.verifiesServer) {
    socket.destroy();
    log.error(
      'esp-tls-mbedtls',
      'No server verification option set in esp_tls_cfg_t structure. Check esp_tls API reference',
    );
    log.error(
      'esp-tls-mbedtls',
      'Failed to set client configurations, returned [0x8017] (ESP_ERR_MBEDTLS_SSL_SETUP_FAILED)',
    );
    log.error('esp-tls', 'create_ssl_handle failed');
    return notOpened(machine, true, 0);
  }
  const opened = await openTls(machine, socket, host);
  if (opened.kind === 'open') return new Transport(machine, opened.stream, true, opened.closedInOrder);
  if (opened.kind === 'timeout') {
    log.warn('esp-tls', 'Failed to open new connection in specified timeout');
    log.error(transportTag(machine), 'Failed to open a new connection');
    return null;
  }
  if (opened.kind === 'badTrust') {
    log.error('esp-tls-mbedtls', 'mbedtls_x509_crt_parse of CA cert returned -0x2180');
    log.error('esp-tls', 'create_ssl_handle failed');
    return notOpened(machine, true, 0);
  }
  log.error('esp-tls-mbedtls', `mbedtls_ssl_handshake returned -0x${hex(opened.mbedtlsError)}`);
  // From 5.5.2 on only with a peer certificate in the session, which a failed handshake never has.
  if (!since(options.idf, '5.5')) {
    log.info(
      'esp-tls-mbedtls',
      opened.refused ? 'Failed to verify peer certificate!' : 'Certificate verified.',
    );
  }
  return notOpened(machine, true, 0);
}

/** As `-0x%04X` prints it. */
function hex(mbedtlsError: number): string {
  return mbedtlsError.toString(16).toUpperCase().padStart(4, '0');
}

function notOpened(machine: Machine, secure: boolean, espTlsError: number): null {
  const { log } = machine;
  if (secure) {
    log.error('esp-tls', 'Failed to open new connection');
    log.error(transportTag(machine), 'Failed to open a new connection');
  } else {
    log.error(transportTag(machine), `Failed to open a new connection: ${espTlsError}`);
  }
  return null;
}

function dialLine({ kind }: Exclude<DialResult, { kind: 'connected' }>, host: string): string {
  switch (kind) {
    case 'unresolved':
      return `couldn't get hostname for :${host}: getaddrinfo() returns 202, addrinfo=0x0`;
    case 'refused':
      return `[sock=${SOCKET_NUMBER}] delayed connect error: Connection reset by peer`;
    case 'unreachable':
      return `[sock=${SOCKET_NUMBER}] delayed connect error: Host is unreachable`;
    case 'timeout':
      return `[sock=${SOCKET_NUMBER}] select() timeout`;
    default:
      return kind satisfies never;
  }
}

function transportTag({ options }: Machine): string {
  return since(options.idf, '5.0') ? 'transport_base' : 'TRANSPORT_BASE';
}
