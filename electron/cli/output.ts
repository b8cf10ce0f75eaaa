import type { Writable } from 'node:stream';

import type { Translator } from '../../shared/text/translator.ts';
import type { CliEvent } from './events.ts';
import { ProgressLine } from './progress-line.ts';
import { describeEvent } from './text/describe-event.ts';

export interface OutputDeps {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly json: boolean;
  /** Columns of the terminal that stdout is, or null where it is none. */
  readonly columns: () => number | null;
  readonly t: Translator;
}

/** Says the events of a command: to programs one JSON object a line, to people words. */
export class Output {
  readonly #deps: OutputDeps;
  readonly #progress: ProgressLine;
  #readerGone = false;
  #onReaderGone = (): void => undefined;

  constructor(deps: OutputDeps) {
    this.#deps = deps;
    this.#progress = new ProgressLine(deps);
    deps.stdout.on('error', () => this.#loseReader());
    deps.stderr.on('error', () => undefined);
  }

  get t(): Translator {
    return this.#deps.t;
  }

  /** Whether `describe`d text may carry colour. */
  get isTerminal(): boolean {
    return !this.#deps.json && this.#deps.columns() !== null;
  }

  get isJson(): boolean {
    return this.#deps.json;
  }

  /** What was written to stdout and its reader has not taken. */
  get backlogBytes(): number {
    return this.#deps.stdout.writableLength;
  }

  /** Called whenever the reader of stdout has caught up. */
  onDrained(listener: () => void): void {
    this.#deps.stdout.on('drain', listener);
  }

  /** Called once when whoever read stdout went away (EPIPE). */
  onReaderGone(listener: () => void): void {
    this.#onReaderGone = listener;
  }

  emit(event: CliEvent): void {
    if (this.#deps.json) this.write(`${JSON.stringify(event)}\n`);
    else if (event.event === 'progress') this.#progress.show(event);
    else {
      this.#progress.clear();
      const text = describeEvent(event, this.t, this.isTerminal);
      if (text === '') return;
      if (event.event === 'error' || event.event === 'advice' || event.event === 'problem') this.note(text);
      else this.write(`${text}\n`);
    }
  }

  /** Text as it is, to stdout. */
  write(text: string): void {
    if (!this.#readerGone) this.#deps.stdout.write(text);
  }

  /** For people only, on stderr; with `--json` too. */
  note(text: string): void {
    this.#deps.stderr.write(`${text}\n`);
  }

  /** Ends once everything written has left the process, or after `withinMs` for a reader that takes nothing. */
  async flush(withinMs: number | null = null): Promise<void> {
    this.#progress.clear();
    const all = Promise.all([this.#deps.stdout, this.#deps.stderr].map(drained));
    if (withinMs === null) await all;
    else await Promise.race([all, new Promise((resolve) => setTimeout(resolve, withinMs))]);
  }

  #loseReader(): void {
    if (this.#readerGone) return;
    this.#readerGone = true;
    this.#onReaderGone();
  }
}

/** A stream whose reader went away calls back too, with its error. */
function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    else stream.write('', () => resolve());
  });
}
