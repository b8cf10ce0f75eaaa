/** Telnet (RFC 854, 855) as far as a serial port over it needs: data, options, subnegotiations. */
export const TELNET = {
  IAC: 255,
  DONT: 254,
  DO: 253,
  WONT: 252,
  WILL: 251,
  SB: 250,
  SE: 240,
  BINARY: 0,
  SUPPRESS_GO_AHEAD: 3,
  COM_PORT: 44,
} as const;

export interface TelnetListener {
  /** Data between commands, in order; escapes are undone. */
  onData(bytes: Uint8Array): void;
  /** `verb` is DO, DONT, WILL or WONT. */
  onOption(verb: number, option: number): void;
  onSubnegotiation(option: number, payload: Uint8Array): void;
}

/** A subnegotiation longer than this is no one's we know; it is read to its end and dropped. */
const MAX_SUBNEGOTIATION = 1_024;

/** Takes a telnet stream apart, however it is cut into pieces. Never throws. */
export class TelnetReader {
  readonly #listener: TelnetListener;
  #state: 'data' | 'iac' | 'option' | 'sub' | 'subIac' = 'data';
  #verb = 0;
  #sub: number[] = [];

  constructor(listener: TelnetListener) {
    this.#listener = listener;
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#state === 'data') at = this.#data(bytes, at);
      else this.#command(bytes[at++] as number);
    }
  }

  /** Data up to the next IAC. */
  #data(bytes: Uint8Array, from: number): number {
    const iac = bytes.indexOf(TELNET.IAC, from);
    const end = iac === -1 ? bytes.length : iac;
    if (end > from) this.#listener.onData(bytes.slice(from, end));
    if (iac === -1) return end;
    this.#state = 'iac';
    return iac + 1;
  }

  #command(byte: number): void {
    switch (this.#state) {
      case 'iac':
        this.#afterIac(byte);
        return;
      case 'option':
        this.#state = 'data';
        this.#listener.onOption(this.#verb, byte);
        return;
      case 'sub':
        if (byte === TELNET.IAC) this.#state = 'subIac';
        else this.#keep(byte);
        return;
      default:
        this.#afterSubIac(byte);
    }
  }

  #afterIac(byte: number): void {
    if (byte >= TELNET.WILL && byte <= TELNET.DONT) {
      this.#verb = byte;
      this.#state = 'option';
      return;
    }
    this.#sub = [];
    this.#state = byte === TELNET.SB ? 'sub' : 'data';
    if (byte === TELNET.IAC) this.#listener.onData(Uint8Array.of(TELNET.IAC));
  }

  #afterSubIac(byte: number): void {
    if (byte === TELNET.IAC) {
      this.#keep(byte);
      this.#state = 'sub';
      return;
    }
    this.#state = 'data';
    const [option, ...payload] = this.#sub;
    if (byte === TELNET.SE && option !== undefined && this.#sub.length < MAX_SUBNEGOTIATION)
      this.#listener.onSubnegotiation(option, Uint8Array.from(payload));
  }

  #keep(byte: number): void {
    if (this.#sub.length < MAX_SUBNEGOTIATION) this.#sub.push(byte);
  }
}

/** Data as it goes over telnet: each 255 twice. The same array where there is none. */
export function escaped(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(TELNET.IAC)) return bytes;
  return Uint8Array.from([...bytes].flatMap((byte) => (byte === TELNET.IAC ? [byte, byte] : [byte])));
}

export function option(verb: number, name: number): Uint8Array {
  return Uint8Array.of(TELNET.IAC, verb, name);
}

export function subnegotiation(name: number, payload: readonly number[]): Uint8Array {
  const body = escaped(Uint8Array.from(payload));
  return Uint8Array.of(TELNET.IAC, TELNET.SB, name, ...body, TELNET.IAC, TELNET.SE);
}
