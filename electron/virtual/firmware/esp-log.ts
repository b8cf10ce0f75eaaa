import type { Run } from '../hardware/run.ts';

type Level = 'E' | 'W' | 'I';

const COLOURS: Readonly<Record<Level, string>> = { E: '\x1b[0;31m', W: '\x1b[0;33m', I: '\x1b[0;32m' };
const RESET = '\x1b[0m';

export interface EspLogDeps {
  readonly run: Run;
  /** CONFIG_LOG_COLORS */
  readonly colours: boolean;
  /** Receives bytes as they leave the UART. */
  readonly print: (bytes: Uint8Array) => void;
}

/**
 * `esp_log` version 1, as the console shows it: `I (ms) tag: text`, `\r\n` at the end. Texts are byte strings
 * (one character a byte), since firmware prints whatever bytes it holds.
 */
export class EspLog {
  readonly #deps: EspLogDeps;

  constructor(deps: EspLogDeps) {
    this.#deps = deps;
  }

  info(tag: string, text: string): void {
    this.#line('I', `${tag}: ${text}`);
  }

  warn(tag: string, text: string): void {
    this.#line('W', `${tag}: ${text}`);
  }

  error(tag: string, text: string): void {
    this.#line('E', `${tag}: ${text}`);
  }

  /** A line of the Wi-Fi library, which leaves out the space after its tag. */
  wifi(text: string): void {
    this.#line('I', `wifi:${text}`);
  }

  /** A line of the second core, whose clock has not started. */
  fromSecondCore(tag: string, text: string): void {
    this.#line('I', `${tag}: ${text}`, 0);
  }

  /** Text without level and time, as the ROM and the panic handler print it. */
  raw(...lines: readonly string[]): void {
    for (const line of lines) this.#print(`${line}\r\n`);
  }

  #line(level: Level, text: string, atMs: number = this.#deps.run.uptimeMs()): void {
    const body = `${level} (${atMs}) ${text}`;
    this.#print(this.#deps.colours ? `${COLOURS[level]}${body}${RESET}\r\n` : `${body}\r\n`);
  }

  #print(text: string): void {
    if (!this.#deps.run.ended) this.#deps.print(Buffer.from(text, 'latin1'));
  }
}
