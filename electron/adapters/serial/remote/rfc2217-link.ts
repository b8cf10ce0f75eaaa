import type { InputLines } from '../../../../shared/contract/serial-values.ts';
import { WorkbenchError } from '../../../../shared/errors.ts';
import type { RemotePort } from '../../../../shared/serial/remote-port.ts';
import type { Cancel, ModemLines } from '../../../core/ports.ts';
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
import type { SocketLinkDeps } from './socket-link.ts';
import { SocketLink } from './socket-link.ts';
import { escaped, option, TELNET, TelnetReader } from './telnet.ts';

/** A server answers a command at once; pyserial waits as long. */
const ANSWER_MS = 3_000;
/** A server that is silent this long is asked for its rate; one that does not answer is gone. */
const ALIVE_MS = 10_000;
/** What ser2net says, as text, before it closes a connection it has no port for. */
const IN_USE = /in use|busy/i;
const MAX_REFUSAL = 500;

export interface Rfc2217Deps extends SocketLinkDeps {
  readonly remote: RemotePort;
  readonly rtscts: boolean;
}

/** A port behind RFC 2217: its rate and its lines are the server's to set, and ours to ask for. */
export class Rfc2217Link extends SocketLink {
  readonly #deps: Rfc2217Deps;
  readonly #reader: TelnetReader;
  readonly #waiting = new Set<Waiting>();
  #speaks = false;
  #hasModemLines = false;
  #inputs: InputLines = { cts: null, dsr: null, dcd: null };
  #lines: ModemLines = { dtr: true, rts: true };
  #refusal = '';
  #heard = true;
  #cancelAlive: Cancel = () => undefined;

  constructor(deps: Rfc2217Deps) {
    super(deps);
    this.#deps = deps;
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
    const { rtscts } = this.#deps;
    const speaks = this.#until(() => this.#speaks, this.#notRfc2217());
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
    this.#watchLife();
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
    const before = this.#speaks;
    this.#cancelAlive();
    const error = before ? this.gone() : this.#refused();
    for (const wait of [...this.#waiting]) wait.fail(error);
    super.lost();
  }

  async #set(lines: ModemLines): Promise<void> {
    this.#lines = lines;
    let confirmed = 0;
    const both = this.#until((payload) => {
      if (payload !== null && confirmsLine(payload)) confirmed += 1;
      return confirmed >= 2;
    }, this.#timeout());
    await this.send(Buffer.concat(setLines(lines)));
    await both;
    this.#hasModemLines = true;
  }

  #onData(bytes: Uint8Array): void {
    if (this.#speaks) this.#deps.listener.onBytes(bytes);
    else if (this.#refusal.length < MAX_REFUSAL) this.#refusal += Buffer.from(bytes).toString('latin1');
  }

  #onOption(verb: number, name: number): void {
    if (name === TELNET.COM_PORT) {
      if (verb === TELNET.DO || verb === TELNET.WILL) this.#speaks = true;
      else for (const wait of [...this.#waiting]) wait.fail(this.#notRfc2217());
      this.#look(null);
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
    this.#look(payload);
  }

  #look(payload: Uint8Array | null): void {
    for (const wait of [...this.#waiting]) wait.look(payload);
  }

  async #answerTo(command: number): Promise<Uint8Array> {
    let answer = new Uint8Array();
    await this.#until((payload) => {
      if (payload?.[0] !== command + COM_PORT.ANSWER) return false;
      answer = Uint8Array.from(payload);
      return true;
    }, this.#timeout());
    return answer;
  }

  /** Resolves once `holds` of an answer; rejects with `error` when none came in time. */
  #until(holds: (payload: Uint8Array | null) => boolean, error: WorkbenchError): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        cancel();
        this.#waiting.delete(wait);
      };
      const wait: Waiting = {
        look: (payload) => {
          if (!holds(payload)) return;
          end();
          resolve();
        },
        fail: (why) => {
          end();
          reject(why);
        },
      };
      const cancel = this.#deps.clock.after(ANSWER_MS, () => wait.fail(error));
      this.#waiting.add(wait);
    });
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

  #refused(): WorkbenchError {
    const { path, remote } = this.#deps;
    const detail = this.#refusal.replace(/[^ -~]+/g, ' ').trim();
    if (IN_USE.test(detail)) return new WorkbenchError('serial/port-busy', { path, holder: '' });
    return detail === ''
      ? new WorkbenchError('serial/remote-unreachable', {
          host: remote.host,
          detail: 'it closed the connection',
        })
      : new WorkbenchError('serial/open-failed', { path, detail });
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

interface Waiting {
  /** An answer came; null for news of an option. */
  look(payload: Uint8Array | null): void;
  fail(error: WorkbenchError): void;
}
