import type { InputLines } from '../../../shared/contract/serial-values.ts';
import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import type { Cancel, Clock, ModemLines, SerialLink, SerialListener } from '../../core/ports.ts';
import { watchNode } from './node-watch.ts';
import { releaseSequence } from './open-sequence.ts';

/** A board that takes no bytes for this long takes none. */
const WRITE_DEADLINE_MS = 5_000;
/** For ioctl calls and for closing, which a driver may hold up while output is pending. */
const CALL_DEADLINE_MS = 1_500;

/** As much of serialport's `SerialPort` as a link needs. */
export interface PortStream {
  readonly isOpen: boolean;
  on(event: 'data', listener: (bytes: Buffer) => void): unknown;
  on(event: 'close' | 'error', listener: () => void): unknown;
  get(done: (error: Error | null, lines?: PortInputs) => void): void;
  update(options: { readonly baudRate: number }, done: Done): void;
  set(lines: ModemLines, done: Done): void;
  write(bytes: Uint8Array, done: Done): unknown;
  drain(done: Done): void;
  flush(done: Done): void;
  close(done: Done): void;
}

type Done = (error?: Error | null) => void;

/** Absent where the system does not tell. */
interface PortInputs {
  readonly cts?: boolean;
  readonly dsr?: boolean;
  readonly dcd?: boolean;
}

export interface StreamLinkDeps {
  /** Not open yet. */
  readonly port: PortStream;
  readonly path: string;
  /** The device node, symbolic links followed. */
  readonly device: string;
  readonly listener: SerialListener;
  readonly clock: Clock;
  /** The system drives RTS: the lines are not ours. */
  readonly rtscts: boolean;
}

/** An open port of `serialport`, with a deadline on everything it may never answer. */
export class StreamLink implements SerialLink {
  readonly #deps: StreamLinkDeps;
  #state: 'opening' | 'open' | 'ended' = 'opening';
  #hasModemLines = false;
  /** Unix asserts both on opening. */
  #lines: ModemLines = { dtr: true, rts: true };
  #lastWrite: Promise<void> = Promise.resolve();
  #unwritten = 0;
  #closing: Promise<void> | null = null;
  #stopWatch: Cancel = () => {};
  /** What waits for the system, to be told when the port goes. */
  readonly #waiting = new Set<(error: Error) => void>();

  constructor(deps: StreamLinkDeps) {
    this.#deps = deps;
    const { port, listener } = deps;
    port.on('data', (bytes: Buffer) => {
      if (this.#state !== 'ended') listener.onBytes(bytes);
    });
    port.on('close', () => this.#onGone());
    // Every call has its own callback; an error nobody listens to would end the process.
    port.on('error', () => {});
  }

  get hasModemLines(): boolean {
    return this.#hasModemLines;
  }

  /** Finds out whether there are modem lines, and sets them one after the other. @throws serial/port-gone */
  async begin(steps: readonly ModemLines[]): Promise<void> {
    const { port, device, clock, rtscts } = this.#deps;
    try {
      if (rtscts) throw new Error('RTS belongs to the flow control');
      await this.#call((done) => port.get((error) => done(error)), CALL_DEADLINE_MS);
      this.#hasModemLines = true;
      for (const step of steps) await this.#set(step);
    } catch {
      // A pty answers ENOTTY; whatever the reason, lines that do not answer are not there.
      this.#hasModemLines = false;
    }
    if (this.#state === 'ended') throw this.#gone();
    this.#state = 'open';
    this.#stopWatch = watchNode(device, clock, () => this.#onGone());
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { path } = this.#deps;
    this.#unwritten += 1;
    const before = this.#lastWrite;
    const mine = this.#call((done) => void before.then(() => this.#writeNow(bytes, done)), WRITE_DEADLINE_MS);
    this.#lastWrite = mine.catch(() => {});
    try {
      await mine;
      this.#unwritten -= 1;
    } catch (cause) {
      // serialport closes a port whose write the system refuses.
      if (!(cause instanceof NoAnswer)) this.#onGone();
      if (this.#state === 'ended') throw this.#gone();
      throw new WorkbenchError('serial/write-failed', { path, seconds: WRITE_DEADLINE_MS / 1000 }, { cause });
    }
  }

  async setLines(lines: ModemLines): Promise<void> {
    if (this.#state === 'ended') throw this.#gone();
    if (!this.#hasModemLines) throw new WorkbenchError('serial/no-modem-lines', { path: this.#deps.path });
    try {
      await this.#set(lines);
    } catch {
      throw this.#gone();
    }
  }

  async readInputs(): Promise<InputLines> {
    if (this.#state === 'ended') throw this.#gone();
    if (!this.#hasModemLines) throw new WorkbenchError('serial/no-modem-lines', { path: this.#deps.path });
    let inputs: PortInputs = {};
    try {
      await this.#call((done) => {
        this.#deps.port.get((error, lines = {}) => {
          inputs = lines;
          done(error);
        });
      }, CALL_DEADLINE_MS);
    } catch {
      throw this.#gone();
    }
    return { cts: inputs.cts ?? null, dsr: inputs.dsr ?? null, dcd: inputs.dcd ?? null };
  }

  async setBaudRate(baudRate: number): Promise<void> {
    if (this.#state === 'ended') throw this.#gone();
    try {
      await this.#call((done) => this.#deps.port.update({ baudRate }, done), CALL_DEADLINE_MS);
    } catch (cause) {
      if (this.#isEnded()) throw this.#gone();
      const { path } = this.#deps;
      throw new WorkbenchError('serial/open-failed', { path, detail: messageOf(cause) }, { cause });
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#state === 'ended') return;
    const { port } = this.#deps;
    // Bytes that arrive from here on are nobody's.
    this.#state = 'ended';
    this.#stopWatch();
    const ignore = (): void => {};
    if (this.#hasModemLines) {
      for (const step of releaseSequence(this.#lines)) await this.#set(step).catch(ignore);
    }
    // Closing waits for pending output, on Linux up to 30 s.
    if (this.#unwritten > 0) await this.#call((done) => port.flush(done), CALL_DEADLINE_MS).catch(ignore);
    await this.#call((done) => port.close(done), CALL_DEADLINE_MS).catch(ignore);
    this.#tellWaiting();
  }

  #writeNow(bytes: Uint8Array, done: Done): void {
    const { port } = this.#deps;
    if (this.#state === 'ended') done(this.#gone());
    else port.write(bytes, (error) => (error ? done(error) : port.drain(done)));
  }

  async #set(lines: ModemLines): Promise<void> {
    this.#lines = lines;
    await this.#call((done) => this.#deps.port.set(lines, done), CALL_DEADLINE_MS);
  }

  #onGone(): void {
    if (this.#state === 'ended') return;
    const told = this.#state === 'open';
    this.#state = 'ended';
    this.#stopWatch();
    this.#tellWaiting();
    const { port, listener } = this.#deps;
    if (port.isOpen) port.close(() => {});
    if (told) listener.onClosed();
  }

  #tellWaiting(): void {
    for (const tell of this.#waiting) tell(this.#gone());
    this.#waiting.clear();
  }

  #isEnded(): boolean {
    return this.#state === 'ended';
  }

  #gone(): WorkbenchError {
    return new WorkbenchError('serial/port-gone', { path: this.#deps.path });
  }

  /** Settles when the system answers, at the deadline, or when the port goes, whichever is first. */
  #call(start: (done: Done) => void, deadlineMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error?: Error | null): void => {
        cancel();
        this.#waiting.delete(settle);
        if (error) reject(error);
        else resolve();
      };
      const cancel = this.#deps.clock.after(deadlineMs, () => settle(new NoAnswer()));
      this.#waiting.add(settle);
      if (this.#state === 'ended' && !this.#deps.port.isOpen) settle(this.#gone());
      else start(settle);
    });
  }
}

/** The deadline of a call has passed. */
class NoAnswer extends Error {}
