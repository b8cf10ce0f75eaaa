import type { StopReport } from '../../../shared/contract/serving-values.ts';
import type { ServerState } from '../../../shared/contract/values.ts';
import { toErrorPayload } from '../../../shared/errors.ts';
import { reachableAddresses } from '../net/own-addresses.ts';
import type { Cancel, Clock, OwnAddress, Routes } from '../ports.ts';
import type { BenchCertificates } from '../tls/bench-certificates.ts';
import type { FirmwareServer } from './firmware-server.ts';

export interface ServerSettings {
  readonly port: number;
  readonly bind: string;
  readonly host: string | null;
  /** Where images are served without TLS; null: nowhere. */
  readonly plainPort: number | null;
}

export interface ServerControlDeps {
  readonly clock: Clock;
  readonly routes: Routes;
  readonly server: FirmwareServer;
  readonly certificates: BenchCertificates;
  readonly settings: () => ServerSettings;
  /** Host names besides its own that the certificate holds. */
  readonly aliasHosts: () => readonly string[];
  readonly ownAddresses: () => readonly OwnAddress[];
  /** Calls back when one of them came or went. */
  readonly onAddresses: (listener: () => void) => Cancel;
  readonly onState: (state: ServerState) => void;
  /** How long running downloads may go on after a stop. */
  readonly drainMs: () => number;
  /** Pushes that are not in `except` lose their server. Called when a stop begins, and when it is over. */
  readonly onStopped: (except: ReadonlySet<string>) => void;
}

const LOOPBACK = '127.0.0.1';

/** The firmware server as the program sees it: off until needed, its certificate up to date with the network. */
export class ServerControl {
  readonly #deps: ServerControlDeps;
  #state: ServerState = { kind: 'off' };
  #starting: Promise<void> | null = null;
  #stopping: Promise<StopReport> | null = null;
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
      ? { ...set, port: this.#state.port, bind: this.#state.bind, plainPort: this.#state.plainPort }
      : set;
  }

  /** Does nothing where it runs. @throws WorkbenchError server/address-in-use, server/address-not-ours, … */
  start(): Promise<void> {
    if (this.#state.kind === 'listening') return Promise.resolve();
    // One that is stopping is waited for.
    this.#starting ??= Promise.resolve(this.#stopping)
      .then(() => this.#start())
      .finally(() => {
        this.#starting = null;
      });
    return this.#starting;
  }

  /** Lets running downloads end within `drainMs`, the time of the settings where left out; then cuts them. */
  async stop(drainMs = this.#deps.drainMs()): Promise<StopReport> {
    await this.#starting?.catch(() => undefined);
    if (this.#state.kind !== 'listening')
      return this.#stopping ?? { atMs: this.#deps.clock.nowMs(), cut: [] };
    this.#stopping = this.#stop(drainMs).finally(() => {
      this.#stopping = null;
    });
    return this.#stopping;
  }

  async #stop(drainMs: number): Promise<StopReport> {
    const { server, clock, onStopped } = this.#deps;
    this.#stopWatching();
    const isPush = (pushId: string | null): pushId is string => pushId !== null;
    const served = server.downloads().map(({ pushId }) => pushId);
    onStopped(new Set(served.filter(isPush)));
    this.#set({ kind: 'stopping', untilMs: clock.nowMs() + drainMs });
    const { cut } = await server.stop({ drainMs });
    const lost = new Set(cut.map(({ pushId }) => pushId));
    onStopped(new Set(served.filter(isPush).filter((pushId) => !lost.has(pushId))));
    const report = {
      atMs: clock.nowMs(),
      cut: cut.map(({ peer, image, bytes, totalBytes }) => ({ peer, image, bytes, totalBytes })),
    };
    this.#set({ kind: 'off', stopped: report });
    return report;
  }

  /** Has the certificate name this host besides this machine's addresses. @throws WorkbenchError cert/bad-name */
  async certify(host: string | null): Promise<void> {
    const { bind, host: named } = this.#deps.settings();
    // The address that boards reach comes first: it becomes the certificate's CN.
    const { routes, ownAddresses, aliasHosts } = this.#deps;
    const reachable = await reachableAddresses(routes, ownAddresses);
    const addresses = [...reachable, ...ownAddresses().map(({ address }) => address)];
    const hosts = [...addresses, bind, named, host, ...aliasHosts()].filter(
      (name) => name !== null && name !== '0.0.0.0',
    );
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
      const { port, bind, plainPort } = settings();
      await server.start({ port, bind, plainPort });
      this.#stopWatching = this.#deps.onAddresses(() => void this.#followNetwork());
      this.#set({
        kind: 'listening',
        port,
        plainPort,
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
    const bound = bind === '0.0.0.0' ? [...(await this.#reachable()), LOOPBACK] : [bind];
    return [...(named === null ? [] : [named]), ...bound].map((host) => `https://${host}:${port}`);
  }

  #reachable(): Promise<readonly string[]> {
    return reachableAddresses(this.#deps.routes, this.#deps.ownAddresses);
  }

  #set(state: ServerState): void {
    this.#state = state;
    this.#deps.onState(state);
  }
}
