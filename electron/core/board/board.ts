import type { BoardMemory } from '../../../shared/contract/board-memory.ts';
import type { BoardState, LastRun } from '../../../shared/contract/values.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import type { AfterWatch } from '../../../shared/ota/after-watch.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import { beginsStart, readBoard } from '../../../shared/ota/device/read-board.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { BoardLog } from '../log/board-log.ts';
import type { SerialPortInfo } from '../ports.ts';
import type { BoardDeps } from './board-deps.ts';
import type { LinkState } from './board-link.ts';
import { BoardLink } from './board-link.ts';
import { macKey } from './mac-key.ts';
import { memoryAfter } from './memory-of.ts';
import { PortNotes } from './port-notes.ts';
import { serialState } from './serial-state.ts';

/** States are told at most this often while nothing but log counts changes. */
const COUNTS_MS = 250;

/** One board: its port, its log, what it said of itself, and its update. */
export class Board {
  readonly deviceId: string;
  readonly log: BoardLog;
  readonly link: BoardLink;
  readonly #deps: BoardDeps;
  /** What happens to its port. */
  readonly notes: PortNotes;
  #port: SerialPortInfo;
  #baudRate = 115_200;
  #linkState: LinkState = { kind: 'closed', error: null };
  #facts: BoardFacts;
  #memory: BoardMemory;
  #session: SessionView | null = null;
  #afterWatch: AfterWatch | null = null;
  #countsDue = false;
  #startOffset: number | null = null;

  constructor(deps: BoardDeps) {
    this.#deps = deps;
    this.deviceId = deps.deviceId;
    this.#port = deps.port;
    this.#memory = deps.memory;
    this.#facts = { ...NO_FACTS, lastInvalidVersion: deps.memory.lastInvalid?.version ?? null };
    this.log = deps.openLog((entry) => this.#read(entry));
    this.notes = new PortNotes({
      clock: deps.clock,
      log: this.log,
      settings: deps.serialSettings,
      port: () => this.#port,
      baudRate: () => this.#baudRate,
      onChange: () => this.#tellSerial(),
    });
    this.link = new BoardLink({
      binding: deps.binding,
      clock: deps.clock,
      port: () => this.#port,
      find: () => deps.find(this.#port),
      onMoved: (port) => {
        this.#port = port;
      },
      settings: deps.serialSettings,
      onBytes: (bytes) => {
        this.log.push(bytes, deps.clock.nowMs());
        this.notes.heard();
      },
      onState: (state) => this.#linked(state),
      onLines: (lines) => this.notes.setLines(lines),
      onReset: (into) => this.notes.reset(into),
    });
    this.tell();
    this.#tellSerial();
  }

  /** Where it is, or was last. */
  get port(): SerialPortInfo {
    return this.#port;
  }

  get facts(): BoardFacts {
    return this.#facts;
  }

  /** Where its last start begins in its raw log; null where none was seen since the port was opened. */
  get startOffset(): number | null {
    return this.#startOffset;
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
  async open(baudRate: number, port: SerialPortInfo = this.#port): Promise<void> {
    this.#port = port;
    this.#baudRate = baudRate;
    this.#forgetFacts();
    this.notes.opening();
    await this.link.open(baudRate);
  }

  /** Goes on at another rate, without closing the port where the system can. @throws WorkbenchError as `open` */
  async setBaudRate(baudRate: number): Promise<void> {
    await this.link.setBaudRate(baudRate);
    this.#baudRate = baudRate;
    this.notes.otherRate();
    this.tell();
  }

  setSession(view: SessionView): void {
    this.#session = view;
    this.tell();
  }

  /** What the confirmed image does; null when a new update begins. */
  setAfterWatch(watch: AfterWatch | null): void {
    this.#afterWatch = watch;
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

  /** What people call it. */
  get name(): string {
    return this.#deps.name(this.nameKey, this.#port);
  }

  state(): BoardState {
    const { kind } = this.#linkState;
    return {
      deviceId: this.deviceId,
      name: this.name,
      port: this.#port,
      baudRate: this.#baudRate,
      link: kind,
      error: kind === 'closed' || kind === 'gone' ? this.#linkState.error : null,
      hasModemLines: kind === 'open' && this.#linkState.hasModemLines,
      facts: this.#facts,
      session: this.#session,
      afterWatch: this.#afterWatch,
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
    // It lost its power with its cable.
    if (this.notes.linked(before, state.kind)) this.#forgetFacts();
    this.#deps.onLink(state);
    this.tell();
  }

  /** What it said before may no longer hold: it is silent to us until it speaks. */
  #forgetFacts(): void {
    this.#startOffset = null;
    this.#facts = { ...NO_FACTS, chip: this.#facts.chip, lastInvalidVersion: this.#facts.lastInvalidVersion };
  }

  #read(entry: LogEntry): void {
    this.#tellCounts();
    if (entry.source !== 'board' || entry.cut === 'partial') return;
    this.notes.advice.see(entry, this.#baudRate);
    const event = this.#deps.recognise(entry);
    if (event === null) return;
    const before = this.#facts;
    this.#facts = readBoard(before, event);
    if (beginsStart(before, event)) this.#startOffset = entry.offset;
    if (this.#facts !== before) {
      if (this.#facts.mac !== before.mac) this.#identify(this.#facts.mac);
      else this.#remember(memoryAfter(this.#memory, this.#facts));
      this.tell();
    }
    this.#deps.onEvent(event, entry, this.#facts);
  }

  /** Its base MAC confirms that it is the board that was here before, or says that it is another. */
  #identify(mac: string | null): void {
    if (mac === null) return;
    const { mac: before } = this.#memory;
    this.#remember(memoryAfter(this.#memory, this.#facts, this.#deps.memoryOfMac(mac)));
    this.#tellSerial();
    if (before === null || before === mac) return;
    this.#deps.onReplaced(before);
    this.notes.replaced(before, mac);
  }

  get nameKey(): string {
    return this.#memory.mac === null ? this.deviceId : macKey(this.#memory.mac);
  }

  #tellSerial(): void {
    this.#deps.onSerial(serialState(this, this.#memory.mac));
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
