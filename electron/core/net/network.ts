import type {
  AliasState,
  BoardWay,
  FirewallState,
  NetworkAddress,
  NetworkSettings,
  NetworkState,
} from '../../../shared/contract/network-values.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import { boardWay, hostIsGiven } from '../../../shared/net/board-way.ts';
import type { WayFacts } from '../../../shared/ota/way-facts.ts';
import type { Cancel, Clock, Firewall, InterfaceFacts, Interfaces, OwnAddress, Routes } from '../ports.ts';
import { listAddresses } from './list-addresses.ts';
import { watchAddresses } from './watch-addresses.ts';

/** A board as the network sees it. */
export interface BoardAtAddress {
  readonly deviceId: string;
  readonly name: string;
  readonly ipv4: string | null;
}

export interface NetworkDeps {
  readonly clock: Clock;
  readonly routes: Routes;
  readonly read: () => readonly OwnAddress[];
  readonly interfaces: Interfaces | null;
  readonly firewall: Firewall | null;
  /** Where the server listens, or would. */
  readonly server: () => { readonly port: number; readonly bind: string; readonly host: string | null };
  /** The host that was named for this process. */
  readonly commandHost: string | null;
  readonly pins: () => NetworkSettings;
  readonly savePins: (pins: NetworkSettings) => Promise<void>;
  readonly boards: () => readonly BoardAtAddress[];
  readonly onState: (state: NetworkState) => void;
}

/** This machine's side of the way to the boards: its addresses, which of them a board is given, its firewall. */
export class Network {
  readonly #deps: NetworkDeps;
  readonly #listeners = new Set<() => void>();
  #facts: ReadonlyMap<string, InterfaceFacts> = new Map();
  #firewall: FirewallState | null = null;
  /** The firewall's word, where there is one to ask, has come once. */
  #isAnswered: boolean;
  #aliases: AliasState = { listener: { kind: 'off' }, broken: [] };
  #state: NetworkState;
  #boardsSeen = '';
  #changedAtMs: number | null = null;
  #stopWatching: Cancel = () => undefined;
  /** Grows with each look; the answer of an earlier one is thrown away. */
  #looks = 0;
  #tells = 0;

  constructor(deps: NetworkDeps) {
    this.#deps = deps;
    this.#isAnswered = deps.firewall === null;
    this.#state = { addresses: [], boards: {}, firewall: null, aliases: this.#aliases, changedAtMs: null };
    deps.onState(this.#state);
  }

  get state(): NetworkState {
    return this.#state;
  }

  /** From here on changes are noticed. */
  start(): void {
    const { clock, read } = this.#deps;
    this.#stopWatching = watchAddresses({ clock, read }, () => {
      this.#changedAtMs = clock.nowMs();
      void this.look();
      for (const listener of this.#listeners) listener();
    });
    void this.tell();
  }

  stop(): void {
    this.#stopWatching();
    this.#looks += 1;
    this.#tells += 1;
  }

  addresses(): readonly OwnAddress[] {
    return this.#deps.read();
  }

  /** Calls `listener` when an address came or went; the returned function ends that. */
  onChange(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What a board's URL names, and why. */
  async wayTo({ deviceId, name, ipv4 }: BoardAtAddress): Promise<BoardWay> {
    const facing = ipv4 === null || ipv4.startsWith('0.') ? null : await this.#facing(ipv4);
    return boardWay({ ...this.#given(deviceId), boardName: name, boardAddress: ipv4, facing });
  }

  /** The way to a board with what else is known of it. */
  async wayFacts(board: BoardAtAddress): Promise<WayFacts> {
    const way = await this.wayTo(board);
    const hostKind = this.#state.addresses.find(({ address }) => address === way.host)?.kind ?? null;
    return { way, hostKind, firewall: this.#firewall };
  }

  /** Whether a board's URL can be made before its address is known. */
  hostIsGiven(deviceId: string): boolean {
    return hostIsGiven(this.#given(deviceId));
  }

  /** @throws WorkbenchError net/not-our-address, data/not-writable */
  async pin(deviceId: string | null, address: string | null): Promise<void> {
    const own = [...new Set(this.addresses().map((each) => each.address))];
    if (address !== null && !own.includes(address))
      throw new WorkbenchError('net/not-our-address', { address, addresses: own.join(', ') });
    const { pin, boardPins } = this.#deps.pins();
    const { [deviceId ?? '']: _before, ...others } = boardPins;
    const changed = address === null ? others : { ...others, [deviceId ?? '']: address };
    await this.#deps.savePins(deviceId === null ? { pin: address, boardPins } : { pin, boardPins: changed });
    await this.tell();
  }

  /** Whether the system calls a network that this machine is in public; true until it has answered. */
  get isPublic(): boolean {
    return !this.#isAnswered || this.#firewall?.isPublic === true;
  }

  /** Asks the system again for its interfaces and its firewall, and tells what came of it. */
  async look(): Promise<void> {
    this.#looks += 1;
    const mine = this.#looks;
    const { interfaces, firewall, server } = this.#deps;
    const names = [...new Set(this.addresses().map(({ interfaceName }) => interfaceName))];
    // Addresses are told at once; what the system takes longer to say comes after.
    const told = this.tell();
    const [facts, word] = await Promise.all([interfaces?.describe(names), firewall?.look(server().port)]);
    if (mine !== this.#looks) return;
    this.#facts = facts ?? this.#facts;
    this.#firewall = word ?? null;
    this.#isAnswered = true;
    await told;
    await this.tell();
  }

  /** A board came, went or got another address. */
  boardsChanged(): void {
    const seen = JSON.stringify(this.#deps.boards());
    if (seen === this.#boardsSeen) return;
    this.#boardsSeen = seen;
    void this.tell();
  }

  setAliases(aliases: AliasState): void {
    this.#aliases = aliases;
    this.#set({ ...this.#state, aliases });
  }

  /** Works everything out again from what is set and known. */
  async tell(): Promise<void> {
    this.#tells += 1;
    const mine = this.#tells;
    const boards = this.#deps.boards();
    const ways = await Promise.all(
      boards.map(async (board) => [board.deviceId, await this.wayTo(board)] as const),
    );
    const addresses: readonly NetworkAddress[] = await listAddresses({
      own: this.addresses(),
      facts: this.#facts,
      routes: this.#deps.routes,
      ways,
    });
    if (mine !== this.#tells) return;
    this.#set({
      addresses,
      boards: Object.fromEntries(ways),
      firewall: this.#firewall,
      aliases: this.#aliases,
      changedAtMs: this.#changedAtMs,
    });
  }

  #set(state: NetworkState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    this.#deps.onState(state);
  }

  #facing(address: string): Promise<string | null> {
    return this.#deps.routes.facing(address).catch(() => null);
  }

  #given(deviceId: string) {
    const { bind, host } = this.#deps.server();
    const { pin, boardPins } = this.#deps.pins();
    const { commandHost } = this.#deps;
    const addresses = this.addresses();
    return {
      addresses,
      commandHost,
      boardPin: boardPins[deviceId] ?? null,
      host: commandHost === null ? host : null,
      pin,
      bind,
    };
  }
}
