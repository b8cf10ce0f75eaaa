import type { BoardMemory } from '../../../shared/contract/board-memory.ts';
import type { BoardSerialSettings, SerialState } from '../../../shared/contract/serial-values.ts';
import type { BoardState, LastRun } from '../../../shared/contract/values.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import type { AfterWatch } from '../../../shared/ota/after-watch.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import type { DeviceEvent } from '../../../shared/ota/device/device-event.ts';
import { readBoard } from '../../../shared/ota/device/read-board.ts';
import { recognise } from '../../../shared/ota/device/recognise.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { BoardLog } from '../log/board-log.ts';
import type { Clock, ModemLines, SerialBinding, SerialPortInfo } from '../ports.ts';
import { BoardAdvice } from './board-advice.ts';
import type { LinkState } from './board-link.ts';
import { BoardLink } from './board-link.ts';
import { macKey } from './mac-key.ts';
import { memoryAfter } from './memory-of.ts';
import { TalkWatch } from './talk-watch.ts';

export interface BoardDeps {
  readonly deviceId: string;
  readonly port: SerialPortInfo;
  readonly binding: SerialBinding;
  readonly clock: Clock;
  /** `nameKey` as its `SerialState` says it. */
  readonly name: (nameKey: string, port: SerialPortInfo) => string;
  readonly serialSettings: () => BoardSerialSettings & { readonly stallSeconds: number };
  /** Where it is now, after its port disappeared; null while it is not there. */
  readonly find: (last: SerialPortInfo) => Promise<SerialPortInfo | null>;
  /** What earlier sessions learned of it. */
  readonly memory: BoardMemory;
  readonly onMemory: (memory: BoardMemory) => void;
  /** What is known of the board with this base MAC, wherever it was seen. */
  readonly memoryOfMac: (mac: string) => BoardMemory;
  /** Another board is here than the one with this MAC. */
  readonly onReplaced: (beforeMac: string) => void;
  /** Makes the board's log; its complete lines come back through `onEntry`. */
  readonly openLog: (onEntry: (entry: LogEntry) => void) => BoardLog;
  readonly onState: (state: BoardState) => void;
  readonly onSerial: (state: SerialState) => void;
  /** A line that means something to an update, after the facts were read from it. */
  readonly onEvent: (event: DeviceEvent, entry: LogEntry, facts: BoardFacts) => void;
  readonly onLink: (state: LinkState) => void;
}

/** States are told at most this often while nothing but log counts changes. */
const COUNTS_MS = 250;

/** One board: its port, its log, what it said of itself, and its update. */
export class Board {
  readonly deviceId: string;
  readonly log: BoardLog;
  readonly link: BoardLink;
  readonly #deps: BoardDeps;
  readonly #advice = new BoardAdvice(() => this.#tellSerial());
  readonly #talk: TalkWatch;
  #port: SerialPortInfo;
  #lines: ModemLines | null = null;
  #goneAtMs: number | null = null;
  #baudRate = 115_200;
  #linkState: LinkState = { kind: 'closed', error: null };
  #facts: BoardFacts;
  #memory: BoardMemory;
  #session: SessionView | null = null;
  #afterWatch: AfterWatch | null = null;
  #countsDue = false;

  constructor(deps: BoardDeps) {
    this.#deps = deps;
    this.deviceId = deps.deviceId;
    this.#port = deps.port;
    this.#memory = deps.memory;
    this.#facts = { ...NO_FACTS, lastInvalidVersion: deps.memory.lastInvalid?.version ?? null };
    this.log = deps.openLog((entry) => this.#read(entry));
    this.#talk = new TalkWatch({
      clock: deps.clock,
      stallMs: () => deps.serialSettings().stallSeconds * 1000,
      onStalled: (stalled) =>
        this.#advice.stalled(stalled, this.#port.path, deps.serialSettings().stallSeconds),
    });
    this.link = new BoardLink({
      binding: deps.binding,
      clock: deps.clock,
      port: () => this.#port,
      find: () => deps.find(this.#port),
      onMoved: (port) => {
        this.#port = port;
      },
      options: () => ({ rtscts: deps.serialSettings().rtscts }),
      sequences: () => {
        const { resetSequence: reset, downloadSequence: download } = deps.serialSettings();
        return { reset, download };
      },
      onBytes: (bytes) => {
        this.log.push(bytes, deps.clock.nowMs());
        this.#talk.heard();
        this.#tellCounts();
      },
      onState: (state) => this.#linked(state),
      onLines: (lines) => {
        this.#lines = lines;
        this.#tellSerial();
      },
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
    this.#goneAtMs = null;
    this.#forgetFacts();
    this.#advice.readable();
    await this.link.open(baudRate);
  }

  /** Goes on at another rate, without closing the port where the system can. @throws WorkbenchError as `open` */
  async setBaudRate(baudRate: number): Promise<void> {
    await this.link.setBaudRate(baudRate);
    this.#baudRate = baudRate;
    this.#advice.readable();
    this.log.mark('baud', { baudRate });
    this.log.note('workbench', `${baudRate} baud`);
    this.tell();
  }

  dismissAdvice(code: string): void {
    this.#advice.dismiss(code);
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

  state(): BoardState {
    const { kind } = this.#linkState;
    return {
      deviceId: this.deviceId,
      name: this.#deps.name(this.#nameKey, this.#port),
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
    this.#talk.stop();
    await this.link.close();
    await this.log.close();
  }

  #linked(state: LinkState): void {
    const before = this.#linkState.kind;
    this.#linkState = state;
    if (before === 'open') {
      this.#talk.stop();
      this.log.mark(state.kind === 'closed' ? 'close' : 'gone', {});
      if (state.kind !== 'closed') this.#begin(state.kind);
    }
    if (state.kind === 'open') this.#opened();
    this.#deps.onLink(state);
    this.tell();
  }

  /** The port disappeared: from here on there is a gap in the log. */
  #begin(kind: 'gone' | 'opening' | 'open'): void {
    this.#goneAtMs = this.#deps.clock.nowMs();
    this.log.note('workbench', kind === 'gone' ? 'Port gone' : 'Port gone: the chip was reset over USB');
  }

  #opened(): void {
    this.log.mark('open', { baudRate: this.#baudRate, path: this.#port.path });
    this.#talk.start();
    if (this.#goneAtMs === null) return;
    const seconds = Math.max(0, this.#deps.clock.nowMs() - this.#goneAtMs) / 1000;
    this.#goneAtMs = null;
    // It lost its power with its cable.
    this.#forgetFacts();
    this.log.note('workbench', `Port open again after ${seconds.toFixed(1)} s: ${this.#port.path}`);
  }

  /** What it said before may no longer hold: it is silent to us until it speaks. */
  #forgetFacts(): void {
    this.#facts = { ...NO_FACTS, chip: this.#facts.chip, lastInvalidVersion: this.#facts.lastInvalidVersion };
  }

  #read(entry: LogEntry): void {
    if (entry.source !== 'board' || entry.cut === 'partial') return;
    this.#advice.see(entry, this.#baudRate);
    const event = recognise(entry);
    if (event === null) return;
    const before = this.#facts;
    this.#facts = readBoard(before, event);
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
    if (before !== null && before !== mac) {
      this.log.mark('board', { mac, before });
      this.log.note('workbench', `Another board is here: MAC ${mac}, before ${before}`, { level: 'W' });
      this.#deps.onReplaced(before);
      this.#advice.replaced(before, mac);
    } else {
      this.#tellSerial();
    }
  }

  get #nameKey(): string {
    return this.#memory.mac === null ? this.deviceId : macKey(this.#memory.mac);
  }

  #tellSerial(): void {
    const { mac } = this.#memory;
    this.#deps.onSerial({
      deviceId: this.deviceId,
      lines: this.#lines,
      advice: this.#advice.list,
      mac,
      macSeen: mac !== null && this.#facts.mac === mac,
      nameKey: this.#nameKey,
    });
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
