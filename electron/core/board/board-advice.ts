import type { ErrorPayload } from '../../../shared/errors.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import { MAX_BAUD_GUESSES, otherBaudRates } from '../../../shared/serial/baud-rates.ts';

/** Lines that were no text, one after the other, before another rate is suggested (esp-idf-monitor does so too). */
const GARBLED_LINES = 3;
/** Three characters that are none make a line garbled: one may be a glitch. */
const GARBLED = /(?:\uFFFD.*){3}/;

/** What a person should know of a board's port: stalled, at a wrong rate, or another board than before. */
export class BoardAdvice {
  readonly #onChange: () => void;
  #advice = new Map<string, ErrorPayload>();
  #garbledLines = 0;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get list(): readonly ErrorPayload[] {
    return [...this.#advice.values()];
  }

  /** A whole line of the board. */
  see(entry: LogEntry, baudRate: number): void {
    if (GARBLED.test(entry.text)) {
      this.#garbledLines += 1;
      if (this.#garbledLines !== GARBLED_LINES) return;
      const rates = otherBaudRates(baudRate).slice(0, MAX_BAUD_GUESSES).join(', ');
      this.#set({ code: 'serial/garbled', params: { baudRate, rates } });
    } else if (entry.level !== null) {
      this.readable();
    }
  }

  /** What comes is text, or comes at another rate from now on. */
  readable(): void {
    this.#garbledLines = 0;
    this.dismiss('serial/garbled');
  }

  stalled(stalled: boolean, path: string, seconds: number): void {
    if (stalled) this.#set({ code: 'serial/stalled', params: { path, seconds } });
    else this.dismiss('serial/stalled');
  }

  replaced(before: string, now: string): void {
    this.#set({ code: 'board/replaced', params: { before, now } });
  }

  /** Puts a piece of advice aside until its cause comes anew. */
  dismiss(code: string): void {
    if (this.#advice.delete(code)) this.#onChange();
  }

  #set(advice: ErrorPayload): void {
    this.#advice.delete(advice.code);
    this.#advice.set(advice.code, advice);
    this.#onChange();
  }
}
