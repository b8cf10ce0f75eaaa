import type { BoardMemory } from '../../../shared/contract/board-memory.ts';
import type { BoardState, LastRun } from '../../../shared/contract/values.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import type { DeviceEvent } from '../../../shared/ota/device/device-event.ts';
import { readBoard } from '../../../shared/ota/device/read-board.ts';
import { recognise } from '../../../shared/ota/device/recognise.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { BoardLog } from '../log/board-log.ts';
import type { Clock, SerialBinding, SerialPortInfo } from '../ports.ts';
import type { LinkState } from './board-link.ts';
import { BoardLink } from './board-link.ts';
import { memoryAfter } from './memory-of.ts';

export interface BoardDeps {
  readonly deviceId: string;
  readonly port: SerialPortInfo;
  readonly binding: SerialBinding;
  readonly clock: Clock;
  readonly name: () => string;
  /** What earlier sessions learned of it. */
  readonly memory: BoardMemory;
  readonly onMemory: (memory: BoardMemory) => void;
  /** Makes the board's log; its complete lines come back through `onEntry`. */
  readonly openLog: (onEntry: (entry: LogEntry) => void) => BoardLog;
  readonly onState: (state: BoardState) => void;
  /** A line that means something to an update, after the facts were read from it. */
  readonly onEvent: (event: DeviceEvent, entry: LogEntry, facts: BoardFacts) => void;
  readonly onLink: (state: LinkState) => void;
}

/** States are told at most this often while nothing but log counts changes. */
const COUNTS_MS = 250;

/** One board: its port, its log, what it said of itself, and its update. */
export class Board {
  readonly deviceId: string;
  readonly port: SerialPortInfo;
  readonly log: BoardLog;
  readonly link: BoardLink;
  readonly #deps: BoardDeps;
  #baudRate = 115_200;
  #linkState: LinkState = { kind: 'closed', error: null };
  #facts: BoardFacts;
  #memory: BoardMemory;
  #session: SessionView | null = null;
  #countsDue = false;

  constructor(deps: BoardDeps) {
    this.#deps = deps;
    this.deviceId = deps.deviceId;
    this.port = deps.port;
    this.#memory = deps.memory;
    this.#facts = { ...NO_FACTS, lastInvalidVersion: deps.memory.lastInvalid?.version ?? null };
    this.log = deps.openLog((entry) => this.#read(entry));
    this.link = new BoardLink({
      binding: deps.binding,
      clock: deps.clock,
      port: deps.port,
      onBytes: (bytes) => {
        this.log.push(bytes, deps.clock.nowMs());
        this.#tellCounts();
      },
      onState: (state) => this.#linked(state),
    });
    this.tell();
  }

  get facts(): BoardFacts {
    return this.#facts;
  }

  get isOpen(): boolean {
    return this.#linkState.kind === 'open';
  }

  get baudRate(): number {
    return this.#baudRate;
  }

  /** The running update or the last one. */
  get session(): SessionView | null {
    return this.#session;
  }

  /** @throws WorkbenchError as SerialBinding.open */
  async open(baudRate: number): Promise<void> {
    this.#baudRate = baudRate;
    // What it said before may no longer hold: it is silent to us until it speaks.
    this.#facts = { ...NO_FACTS, chip: this.#facts.chip, lastInvalidVersion: this.#facts.lastInvalidVersion };
    await this.link.open(baudRate);
  }

  setSession(view: SessionView): void {
    this.#session = view;
    this.tell();
  }

  /** Keeps the stages of a confirmed update as the next one's outline. */
  setLastRun(lastRun: LastRun): void {
    this.#remember({ ...this.#memory, lastRun });
    this.tell();
  }

  /** A URL was sent: the board reads no other until it restarts. */
  spendReady(): void {
    this.#facts = { ...this.#facts, ready: false };
    this.tell();
  }

  /** The version that failed on this board last; null once its slot holds something else. */
  setLastInvalid(version: string | null): void {
    this.#facts = { ...this.#facts, lastInvalidVersion: version };
    this.#remember(memoryAfter(this.#memory, this.#facts));
    this.tell();
  }

  /** Publishes the state as it is. */
  tell(): void {
    this.#deps.onState(this.state());
  }

  state(): BoardState {
    const { kind } = this.#linkState;
    return {
      deviceId: this.deviceId,
      name: this.#deps.name(),
      port: this.port,
      baudRate: this.#baudRate,
      link: kind,
      error: kind === 'closed' || kind === 'gone' ? this.#linkState.error : null,
      hasModemLines: kind === 'open' && this.#linkState.hasModemLines,
      facts: this.#facts,
      session: this.#session,
      lastRun: this.#memory.lastRun,
      log: this.log.counts(),
    };
  }

  async close(): Promise<void> {
    await this.link.close();
    await this.log.close();
  }

  #linked(state: LinkState): void {
    const before = this.#linkState.kind;
    this.#linkState = state;
    if (state.kind === 'open') this.log.mark('open', { baudRate: this.#baudRate });
    if (before === 'open') this.log.mark(state.kind === 'gone' ? 'gone' : 'close', {});
    this.#deps.onLink(state);
    this.tell();
  }

  #read(entry: LogEntry): void {
    if (entry.source !== 'board' || entry.cut === 'partial') return;
    const event = recognise(entry);
    if (event === null) return;
    const before = this.#facts;
    this.#facts = readBoard(before, event);
    if (this.#facts !== before) {
      this.#remember(memoryAfter(this.#memory, this.#facts));
      this.tell();
    }
    this.#deps.onEvent(event, entry, this.#facts);
  }

  /** What no longer holds of the memory goes from the facts too. */
  #remember(memory: BoardMemory): void {
    if (memory === this.#memory) return;
    this.#memory = memory;
    this.#facts = { ...this.#facts, lastInvalidVersion: memory.lastInvalid?.version ?? null };
    this.#deps.onMemory(memory);
  }

  #tellCounts(): void {
    if (this.#countsDue) return;
    this.#countsDue = true;
    this.#deps.clock.after(COUNTS_MS, () => {
      this.#countsDue = false;
      this.tell();
    });
  }
}
