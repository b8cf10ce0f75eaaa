import type { Socket } from 'node:net';

import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import type { Clock, SocketBuffers } from '../ports.ts';
import type { Catalogue } from './catalogue.ts';
import type { DownloadProgress } from './exchange.ts';
import type { ListenAddress } from './listen.ts';
import type { ServingRules } from './running-server.ts';
import { RunningServer } from './running-server.ts';
import type { ServerLimits } from './server-limits.ts';
import { SERVER_LIMITS } from './server-limits.ts';
import type { CredentialsFor } from './shown-certificate.ts';
import type { TlsCredentials } from './tls-options.ts';

export interface FirmwareServerDeps {
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  /** Asked at each start. */
  readonly credentials: () => TlsCredentials;
  /** Asked for each connection, before the peer has said a word; null: the same as everybody. */
  readonly credentialsFor?: CredentialsFor | undefined;
  /** Asked after each handshake: the most that a record carries from then on; null: what TLS allows. */
  readonly recordBytes?: (() => number | null) | undefined;
  /** This program's, for `/health`. */
  readonly version: string;
  /** Called synchronously and in order. Must not throw. */
  readonly onEvent: (event: ServerEvent) => void;
  /** Asked at each start; the defaults for what is left out. */
  readonly limits?: (() => Partial<ServerLimits>) | undefined;
  /** Whom it serves; everyone, at all times and under any name, where left out. */
  readonly rules?: ServingRules;
  /** How many files and sockets this program may have open; asked at each start. */
  readonly descriptorLimit?: () => number | null;
  /** Asked at each start. With them bytes are counted as delivered, without them as handed over. */
  readonly socketBuffers?: (() => Promise<SocketBuffers | null>) | undefined;
  /** Called when very many requests are being answered, and when none is any more. */
  readonly onCrowd?: ((isCrowd: boolean) => void) | undefined;
}

/** `plainPort`: where images are served without TLS besides; nowhere where left out or null. */
export interface StartAddress extends ListenAddress {
  readonly plainPort?: number | null;
}

export type FirmwareServerStatus =
  | { readonly kind: 'off' }
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'listening' | 'stopping';
      readonly port: number;
      readonly plainPort: number | null;
      readonly bind: string;
      readonly sinceMs: number;
      readonly connections: number;
      readonly downloads: number;
    };

/** What a stop cut off before its end. */
export interface StopReport {
  readonly cut: readonly DownloadProgress[];
}

type State =
  | { readonly kind: 'off' }
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'listening' | 'stopping';
      readonly server: RunningServer;
      readonly address: ListenAddress & { readonly plainPort: number | null };
    };

const NO_RULES: ServingRules = { isOurs: () => true, allowed: () => [], isServing: () => true };

/** The HTTPS server boards download from. Off until started; serves what the catalogue holds and nothing else. */
export class FirmwareServer {
  readonly #deps: FirmwareServerDeps;
  #state: State = { kind: 'off' };

  constructor(deps: FirmwareServerDeps) {
    this.#deps = deps;
  }

  /**
   * Listens on exactly these ports and this address, and answers the ports (port 0 takes a free one).
   * @throws WorkbenchError server/address-in-use, server/address-not-ours, server/permission-denied, server/listen-failed
   */
  async start(address: StartAddress): Promise<{ readonly port: number; readonly plainPort: number | null }> {
    if (this.#state.kind !== 'off') throw new Error(`The server is ${this.#state.kind}.`);
    this.#state = { kind: 'starting' };
    try {
      const { limits, credentials, socketBuffers, rules = NO_RULES, descriptorLimit } = this.#deps;
      const server = new RunningServer(
        {
          ...this.#deps,
          rules,
          limits: { ...SERVER_LIMITS, ...limits?.() },
          descriptorLimit: descriptorLimit?.() ?? null,
          socketBuffers: (await socketBuffers?.()) ?? null,
        },
        credentials(),
      );
      const { plainPort: wanted = null, ...secure } = address;
      const ports = await server.listen(secure, wanted);
      this.#state = { kind: 'listening', server, address: { bind: address.bind, ...ports } };
      return ports;
    } catch (thrown) {
      this.#state = { kind: 'off' };
      throw thrown;
    }
  }

  /** Lets running downloads end within `drainMs`, refuses new ones meanwhile, and cuts what is left. */
  async stop({ drainMs }: { readonly drainMs: number }): Promise<StopReport> {
    const state = this.#state;
    if (state.kind !== 'listening') return { cut: [] };
    this.#state = { ...state, kind: 'stopping' };
    const cut = await state.server.stop(drainMs);
    this.#state = { kind: 'off' };
    return { cut };
  }

  status(): FirmwareServerStatus {
    const state = this.#state;
    if (state.kind === 'off' || state.kind === 'starting') return state;
    const { sinceMs, connections, downloads } = state.server;
    return { kind: state.kind, ...state.address, sinceMs, connections, downloads: downloads.length };
  }

  /** Takes a connection that another port accepted; false while it does not listen. */
  adopt(socket: Socket): boolean {
    if (this.#state.kind !== 'listening') return false;
    this.#state.server.adopt(socket);
    return true;
  }

  /** The images that are being sent. */
  downloads(): readonly DownloadProgress[] {
    const state = this.#state;
    return state.kind === 'off' || state.kind === 'starting' ? [] : state.server.downloads;
  }

  /** Shows another certificate from the next handshake on. Running downloads go on; before a start it does nothing. */
  setCredentials(credentials: TlsCredentials): void {
    if (this.#state.kind === 'listening') this.#state.server.setCredentials(credentials);
  }
}

/** Makes a server that is off. */
export function createFirmwareServer(deps: FirmwareServerDeps): FirmwareServer {
  return new FirmwareServer(deps);
}
