import type { InputLines } from '../../../../shared/contract/serial-values.ts';
import { WorkbenchError } from '../../../../shared/errors.ts';
import type { RemotePort } from '../../../../shared/serial/remote-port.ts';
import type { Cancel, ModemLines } from '../../../core/ports.ts';
import { Answers } from './answers.ts';
import {
  baudRateIn,
  COM_PORT,
  confirmsLine,
  inputsIn,
  purgeTransmit,
  setBaudRate,
  setFrame,
  setLines,
} from './com-port.ts';
import { refusal } from './refusal.ts';
import type { SocketLinkDeps } from './socket-link.ts';
import { SocketLink } from './socket-link.ts';
import { escaped, option, TELNET, TelnetReader } from './telnet.ts';

/** A server answers a command at once; pyserial waits as long. */
const ANSWER_MS = 3_000;
/** A server whose port has no lines (a terminal of its own, for example) does not answer to them at all. */
const LINES_MS = 1_000;
/** A server that is silent this long is asked for its rate; one that does not answer is gone. */
const ALIVE_MS = 10_000;

export interface Rfc2217Deps extends SocketLinkDeps {
  readonly remote: RemotePort;
  readonly rtscts: boolean;
}

/** A port behind RFC 2217: its rate and its lines are the server's to set, and ours to ask for. */
export class Rfc2217Link extends SocketLink {
  readonly #deps: Rfc2217Deps;
  readonly #reader: TelnetReader;
  readonly #answers: Answers;
  #speaks = false;
  #hasModemLines = false;
  #inputs: InputLines = { cts: null, dsr: null, dcd: null };
  #lines: ModemLines = { dtr: true, rts: true };
  #isBegun = false;
  /** What comes before it is open: the board's bytes, or the server's words. */
  readonly #early: Uint8Array[] = [];
  #heard = true;
  #cancelAlive: Cancel = () => undefined;

  constructor(deps: Rfc2217Deps) {
    super(deps);
    this.#deps = deps;
    this.#answers = new Answers(deps.clock);
    this.#reader = new TelnetReader({
      onData: (bytes) => this.#onData(bytes),
      onOption: (verb, name) => this.#onOption(verb, name),
      onSubnegotiation: (name, payload) => {
        if (name === TELNET.COM_PORT) this.#onAnswer(payload);
      },
    });
  }

  override get hasModemLines(): boolean {
    return this.#hasModemLines;
  }

  /**
   * Agrees on the protocol, sets rate and frame, and releases RTS, then DTR.
   * @throws WorkbenchError serial/not-rfc2217, serial/port-busy, serial/remote-timeout, serial/open-failed
   */
  async begin(baudRate: number): Promise<void> {
    try {
      await this.#agree(baudRate);
    } catch (thrown) {
      const gone = thrown instanceof WorkbenchError && thrown.code === 'serial/port-gone';
      throw gone || this.isEnded ? await this.#refused() : thrown;
    }
    this.#isBegun = true;
    for (const bytes of this.#early.splice(0)) this.#deps.listener.onBytes(bytes);
    this.#watchLife();
  }

  async #agree(baudRate: number): Promise<void> {
    const { rtscts } = this.#deps;
    const speaks = this.#answers.until(() => this.#speaks, ANSWER_MS, this.#notRfc2217());
    await this.send(
      Buffer.concat([
        option(TELNET.WILL, TELNET.COM_PORT),
        option(TELNET.WILL, TELNET.BINARY),
        option(TELNET.DO, TELNET.BINARY),
        option(TELNET.WILL, TELNET.SUPPRESS_GO_AHEAD),
        option(TELNET.DO, TELNET.SUPPRESS_GO_AHEAD),
      ]),
    );
    await speaks;
    await this.setBaudRate(baudRate);
    await this.send(Buffer.concat(setFrame(rtscts)));
    if (!rtscts) await this.#set({ dtr: false, rts: false }).catch(() => undefined);
    if (this.isEnded) throw this.gone();
  }

  override async write(bytes: Uint8Array): Promise<void> {
    try {
      await this.send(escaped(bytes));
    } catch (thrown) {
      if (!this.isEnded) await this.send(purgeTransmit()).catch(() => undefined);
      throw thrown;
    }
  }

  override async setLines(lines: ModemLines): Promise<void> {
    if (this.isEnded) throw this.gone();
    if (!this.#hasModemLines) throw new WorkbenchError('serial/no-modem-lines', { path: this.#deps.path });
    await this.#set(lines);
  }

  readInputs(): Promise<InputLines> {
    return this.isEnded ? Promise.reject(this.gone()) : Promise.resolve(this.#inputs);
  }

  override async setBaudRate(baudRate: number): Promise<void> {
    const answer = this.#answerTo(COM_PORT.SET_BAUDRATE);
    await this.send(setBaudRate(baudRate));
    const set = baudRateIn(await answer);
    // A server that cannot says the rate it has instead.
    if (set === null || set === 0 || Math.abs(set - baudRate) <= baudRate * 0.03) return;
    const detail = `${set} baud`;
    throw new WorkbenchError('serial/open-failed', { path: this.#deps.path, detail });
  }

  override async close(): Promise<void> {
    this.#cancelAlive();
    if (!this.isEnded && this.#hasModemLines && (this.#lines.dtr || this.#lines.rts))
      await this.#set({ dtr: false, rts: false }).catch(() => undefined);
    await super.close();
  }

  protected override received(bytes: Uint8Array): void {
    this.#heard = true;
    this.#reader.push(bytes);
  }

  protected override lost(): void {
    this.#cancelAlive();
    this.#answers.failAll(this.gone());
    super.lost();
  }

  async #set(lines: ModemLines): Promise<void> {
    this.#lines = lines;
    let confirmed = 0;
    const both = this.#answers.until(
      (payload) => {
        if (payload !== null && confirmsLine(payload)) confirmed += 1;
        return confirmed >= 2;
      },
      LINES_MS,
      new WorkbenchError('serial/no-modem-lines', { path: this.#deps.path }),
    );
    await this.send(Buffer.concat(setLines(lines)));
    await both;
    this.#hasModemLines = true;
  }

  #onData(bytes: Uint8Array): void {
    if (this.#isBegun) this.#deps.listener.onBytes(bytes);
    else this.#early.push(bytes);
  }

  #onOption(verb: number, name: number): void {
    if (name === TELNET.COM_PORT) {
      if (verb === TELNET.DO || verb === TELNET.WILL) this.#speaks = true;
      else this.#answers.failAll(this.#notRfc2217());
      this.#answers.see(null);
      return;
    }
    const known = name === TELNET.BINARY || name === TELNET.SUPPRESS_GO_AHEAD;
    // What it asks of us beyond this is declined; refusing needs no answer.
    if (known || this.isEnded) return;
    if (verb === TELNET.DO) void this.send(option(TELNET.WONT, name)).catch(() => undefined);
    if (verb === TELNET.WILL) void this.send(option(TELNET.DONT, name)).catch(() => undefined);
  }

  #onAnswer(payload: Uint8Array): void {
    if (payload[0] === COM_PORT.NOTIFY_MODEMSTATE) this.#inputs = inputsIn(payload[1] ?? 0);
    this.#answers.see(payload);
  }

  #answerTo(command: number): Promise<Uint8Array> {
    let answer = new Uint8Array();
    const holds = (payload: Uint8Array | null): boolean => {
      if (payload?.[0] !== command + COM_PORT.ANSWER) return false;
      answer = Uint8Array.from(payload);
      return true;
    };
    const answered = this.#answers.until(holds, ANSWER_MS, this.#timeout()).then(() => answer);
    answered.catch(() => undefined);
    return answered;
  }

  /** A pulled network cable says nothing: a server that answers nothing is gone. */
  #watchLife(): void {
    this.#heard = false;
    this.#cancelAlive = this.#deps.clock.after(ALIVE_MS, () => {
      if (this.isEnded) return;
      if (this.#heard) return this.#watchLife();
      const answer = this.#answerTo(COM_PORT.SET_BAUDRATE);
      void this.send(setBaudRate(0)).catch(() => undefined);
      answer.then(
        () => this.#watchLife(),
        () => this.lost(),
      );
    });
  }

  #refused(): Promise<WorkbenchError> {
    const { path, remote, clock } = this.#deps;
    return refusal({ path, remote, clock, said: Buffer.concat(this.#early) });
  }

  #notRfc2217(): WorkbenchError {
    const { path, remote } = this.#deps;
    return new WorkbenchError('serial/not-rfc2217', { path, host: remote.host, port: remote.port });
  }

  #timeout(): WorkbenchError {
    const { host, port } = this.#deps.remote;
    return new WorkbenchError('serial/remote-timeout', { host, port, seconds: ANSWER_MS / 1000 });
  }
}
