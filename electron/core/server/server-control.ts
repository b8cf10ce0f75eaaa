import type { ServerState } from '../../../shared/contract/values.ts';
import { toErrorPayload } from '../../../shared/errors.ts';
import { ownAddresses, reachableAddresses } from '../net/own-addresses.ts';
import { watchAddresses } from '../net/watch-addresses.ts';
import type { Cancel, Clock, Routes } from '../ports.ts';
import type { Certificates } from '../tls/certificates.ts';
import type { FirmwareServer } from './firmware-server.ts';

export interface ServerSettings {
  readonly port: number;
  readonly bind: string;
  readonly host: string | null;
}

export interface ServerControlDeps {
  readonly clock: Clock;
  readonly routes: Routes;
  readonly server: FirmwareServer;
  readonly certificates: Certificates;
  readonly settings: () => ServerSettings;
  readonly onState: (state: ServerState) => void;
  readonly onStopped: () => void;
}

const LOOPBACK = '127.0.0.1';
/** A running download may end by itself for this long after a stop. */
const DRAIN_MS = 1_000;

/** The firmware server as the program sees it: off until needed, its certificate up to date with the network. */
export class ServerControl {
  readonly #deps: ServerControlDeps;
  #state: ServerState = { kind: 'off' };
  #starting: Promise<void> | null = null;
  #stopWatching: Cancel = () => undefined;

  constructor(deps: ServerControlDeps) {
    this.#deps = deps;
    deps.certificates.onChange(() => deps.server.setCredentials(deps.certificates.credentials()));
    deps.onState(this.#state);
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Where URLs point: what listens, else what is set. */
  get settings(): ServerSettings {
    const set = this.#deps.settings();
    return this.#state.kind === 'listening'
      ? { ...set, port: this.#state.port, bind: this.#state.bind }
      : set;
  }

  /** Does nothing where it runs. @throws WorkbenchError server/address-in-use, server/address-not-ours, … */
  start(): Promise<void> {
    if (this.#state.kind === 'listening') return Promise.resolve();
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async stop(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    if (this.#state.kind !== 'listening') return;
    this.#stopWatching();
    this.#deps.onStopped();
    await this.#deps.server.stop({ drainMs: DRAIN_MS });
    this.#set({ kind: 'off' });
  }

  /** Has the certificate name this host besides this machine's addresses. @throws WorkbenchError cert/bad-name */
  async certify(host: string | null): Promise<void> {
    const { bind, host: named } = this.#deps.settings();
    // The address that boards reach comes first: it becomes the certificate's CN.
    const reachable = await reachableAddresses(this.#deps.routes);
    const addresses = [...reachable, ...ownAddresses().map(({ address }) => address)];
    const hosts = [...addresses, bind, named, host].filter((name) => name !== null && name !== '0.0.0.0');
    const isAddress = (name: string): boolean => /^\d+\.\d+\.\d+\.\d+$/.test(name);
    await this.#deps.certificates.ensure({
      ipAddresses: hosts.filter((name): name is string => name !== null && isAddress(name)),
      dnsNames: hosts.filter((name): name is string => name !== null && !isAddress(name)),
    });
  }

  async #start(): Promise<void> {
    const { server, settings, clock } = this.#deps;
    this.#set({ kind: 'starting' });
    try {
      await this.certify(null);
      const { port, bind } = settings();
      await server.start({ port, bind });
      this.#stopWatching = watchAddresses({ clock }, () => void this.#followNetwork());
      this.#set({
        kind: 'listening',
        port,
        bind,
        urls: await this.#urls(port, bind),
        sinceMs: clock.nowMs(),
      });
    } catch (thrown) {
      this.#set({ kind: 'failed', error: toErrorPayload(thrown) });
      throw thrown;
    }
  }

  /** A cable, a Wi-Fi or a VPN came or went: certificate and URLs follow. */
  async #followNetwork(): Promise<void> {
    await this.certify(null).catch(() => undefined);
    if (this.#state.kind !== 'listening') return;
    const { port, bind } = this.#state;
    this.#set({ ...this.#state, urls: await this.#urls(port, bind) });
  }

  async #urls(port: number, bind: string): Promise<readonly string[]> {
    const named = this.#deps.settings().host;
    const bound = bind === '0.0.0.0' ? [...(await reachableAddresses(this.#deps.routes)), LOOPBACK] : [bind];
    return [...(named === null ? [] : [named]), ...bound].map((host) => `https://${host}:${port}`);
  }

  #set(state: ServerState): void {
    this.#state = state;
    this.#deps.onState(state);
  }
}
