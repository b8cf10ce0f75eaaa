import type { BoardSerialSettings, InputLines } from '../../../shared/contract/serial-values.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import { toErrorPayload, WorkbenchError } from '../../../shared/errors.ts';
import type { Cancel, Clock, ModemLines, SerialBinding, SerialLink, SerialPortInfo } from '../ports.ts';
import { isUsbSerialJtag, sequenceFor } from './line-sequences.ts';
import { ReturnExpectation } from './return-expectation.ts';
import { runSequence } from './run-sequence.ts';

export type LinkState =
  | { readonly kind: 'closed'; readonly error: ErrorPayload | null }
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly hasModemLines: boolean }
  /** It disappeared; it is opened again when it returns. */
  | { readonly kind: 'gone'; readonly error: ErrorPayload };

export interface BoardLinkDeps {
  readonly binding: SerialBinding;
  readonly clock: Clock;
  /** Where the board was last. */
  readonly port: () => SerialPortInfo;
  /** Where it is now, after its port disappeared; null while it is not there. */
  readonly find: () => Promise<SerialPortInfo | null>;
  /** It is opened at another port than before. */
  readonly onMoved: (port: SerialPortInfo) => void;
  readonly settings: () => BoardSerialSettings;
  readonly onBytes: (bytes: Uint8Array) => void;
  readonly onState: (state: LinkState) => void;
  /** What is asserted now; null where there are no lines. */
  readonly onLines: (lines: ModemLines | null) => void;
  /** Its lines are about to reset the chip. */
  readonly onReset: (into: 'reset' | 'download') => void;
}

/** How often a port that is gone is looked for: it is open again well within a second of its return. */
const RETRY_MS = 250;
/** One that stays away is looked for less often. */
const LATE_RETRY_MS = 500;
const LATE_AFTER_TRIES = 40;

/** Unix asserts both lines on opening; every adapter here has released them by the time it is open. */
const RELEASED: ModemLines = { dtr: false, rts: false };

/** Owns the port of one board: open, closed, or waited for. */
export class BoardLink {
  readonly #deps: BoardLinkDeps;
  #link: SerialLink | null = null;
  #lines: ModemLines = RELEASED;
  #wantedBaudRate: number | null = null;
  /** The flow control it was opened with. */
  #rtscts = false;
  #cancelRetry: Cancel = () => undefined;
  #tries = 0;
  #attempt: Promise<void> | null = null;
  readonly #return: ReturnExpectation;
  #sequence: Promise<void> = Promise.resolve();

  constructor(deps: BoardLinkDeps) {
    this.#deps = deps;
    this.#return = new ReturnExpectation(deps.clock, () => {
      if (this.#link === null && this.#wantedBaudRate !== null) this.#tellGone();
    });
  }

  get hasModemLines(): boolean {
    return this.#link?.hasModemLines ?? false;
  }

  /** Open as `open` would open it now. */
  isOpenAt(baudRate: number): boolean {
    return (
      this.#link !== null &&
      this.#wantedBaudRate === baudRate &&
      this.#rtscts === this.#deps.settings().rtscts
    );
  }

  /** @throws WorkbenchError as SerialBinding.open */
  async open(baudRate: number): Promise<void> {
    await this.close();
    this.#wantedBaudRate = baudRate;
    this.#deps.onState({ kind: 'opening' });
    try {
      await this.#open(this.#deps.port(), baudRate);
    } catch (thrown) {
      this.#wantedBaudRate = null;
      this.#deps.onState({ kind: 'closed', error: toErrorPayload(thrown) });
      throw thrown;
    }
  }

  async close(): Promise<void> {
    const waited = this.#wantedBaudRate !== null && this.#link === null;
    this.#wantedBaudRate = null;
    this.#cancelRetry();
    this.#return.end();
    const link = this.#link;
    this.#link = null;
    if (link === null && !waited) return;
    await link?.close();
    this.#deps.onLines(null);
    this.#deps.onState({ kind: 'closed', error: null });
  }

  /** Looks for a port that is gone now, because ports came or went. */
  lookNow(): void {
    if (this.#link !== null || this.#wantedBaudRate === null || this.#attempt !== null) return;
    if (this.#tries > 0) this.#retryAfter(0);
  }

  /** @throws WorkbenchError board/not-open, serial/write-failed, serial/port-gone */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#opened().write(bytes);
  }

  /**
   * Runs the app anew: EN low and high again, GPIO0 left alone; or the board's own sequence.
   * @throws WorkbenchError board/not-open, serial/no-modem-lines, serial/port-gone
   */
  async reset(): Promise<void> {
    await this.#run('reset');
  }

  /** Restarts into the ROM's download mode. @throws WorkbenchError as `reset` */
  async enterDownload(): Promise<void> {
    await this.#run('download');
  }

  /** @throws WorkbenchError board/not-open, serial/no-modem-lines, serial/port-gone */
  async setLines(lines: ModemLines): Promise<void> {
    await this.#withLines().setLines(lines);
    this.#tellLines(lines);
  }

  /** @throws WorkbenchError board/not-open, serial/no-modem-lines, serial/port-gone */
  async readLines(): Promise<ModemLines & InputLines> {
    const link = this.#withLines();
    const inputs = (await link.readInputs?.()) ?? { cts: null, dsr: null, dcd: null };
    return { ...this.#lines, ...inputs };
  }

  /** @throws WorkbenchError as `open` */
  async setBaudRate(baudRate: number): Promise<void> {
    const link = this.#opened();
    if (link.setBaudRate === undefined) return await this.open(baudRate);
    await link.setBaudRate(baudRate);
    this.#wantedBaudRate = baudRate;
  }

  #opened(): SerialLink {
    if (this.#link === null) throw new WorkbenchError('board/not-open', { device: this.#deps.port().path });
    return this.#link;
  }

  #withLines(): SerialLink {
    const link = this.#opened();
    if (!link.hasModemLines)
      throw new WorkbenchError('serial/no-modem-lines', { path: this.#deps.port().path });
    return link;
  }

  /** One sequence after the other: two that mix would leave the board in any state. */
  async #run(which: 'reset' | 'download'): Promise<void> {
    this.#withLines();
    const mine = this.#sequence.then(async () => {
      const link = this.#withLines();
      const port = this.#deps.port();
      if (isUsbSerialJtag(port)) this.#return.begin();
      this.#deps.onReset(which);
      const steps = sequenceFor(which, port, this.#deps.settings());
      await runSequence(link, this.#deps.clock, steps, this.#lines, (lines) => this.#tellLines(lines));
    });
    this.#sequence = mine.catch(() => undefined);
    try {
      await mine;
    } catch (thrown) {
      // The chip took its port with it: that is the reset that was asked for.
      if (!this.#return.stands || this.#link !== null) throw thrown;
    }
  }

  async #open(port: SerialPortInfo, baudRate: number): Promise<void> {
    const { binding, onBytes, onState, settings } = this.#deps;
    let opened: SerialLink | null = null;
    const onClosed = (): void => this.#gone(opened);
    const options = settings();
    const link = await binding.open(port.path, baudRate, { onBytes, onClosed }, options);
    opened = link;
    // Closed, or opened at another rate, while the system was at it.
    if (this.#wantedBaudRate !== baudRate) return link.close();
    this.#link = link;
    this.#rtscts = options.rtscts;
    this.#tries = 0;
    onState({ kind: 'open', hasModemLines: link.hasModemLines });
    this.#tellLines(RELEASED);
  }

  #tellLines(lines: ModemLines): void {
    this.#lines = lines;
    this.#deps.onLines(this.hasModemLines ? lines : null);
  }

  #gone(which: SerialLink | null): void {
    if (which !== null && this.#link !== which) return;
    this.#link = null;
    if (this.#wantedBaudRate === null) return;
    this.#deps.onLines(null);
    if (this.#return.stands) this.#deps.onState({ kind: 'opening' });
    else this.#tellGone();
    this.#tries = 0;
    this.#retryAfter(RETRY_MS);
  }

  #tellGone(): void {
    const error: ErrorPayload = { code: 'serial/port-gone', params: { path: this.#deps.port().path } };
    this.#deps.onState({ kind: 'gone', error });
  }

  #retryAfter(ms: number): void {
    this.#cancelRetry();
    this.#tries += 1;
    this.#cancelRetry = this.#deps.clock.after(ms, () => {
      this.#attempt = this.#tryAgain().finally(() => {
        this.#attempt = null;
      });
    });
  }

  async #tryAgain(): Promise<void> {
    const baudRate = this.#wantedBaudRate;
    if (baudRate === null || this.#link !== null) return;
    try {
      const port = await this.#deps.find();
      if (this.#wantedBaudRate !== baudRate) return;
      if (port !== null) {
        if (port.path !== this.#deps.port().path) this.#deps.onMoved(port);
        await this.#open(port, baudRate);
        return;
      }
    } catch {
      // Not back yet, not permitted yet, or taken: it is tried again.
    }
    if (this.#wantedBaudRate === baudRate && this.#link === null)
      this.#retryAfter(this.#tries > LATE_AFTER_TRIES ? LATE_RETRY_MS : RETRY_MS);
  }
}
