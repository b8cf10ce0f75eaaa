import type { WriteStream } from 'node:fs';
import { createWriteStream } from 'node:fs';
import path from 'node:path';

/** More than this waits for no disk: the raw log in the data directory has everything anyway. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/** The log as text in the folder the command was started in, beside the raw log that is always kept. */
export class TextLog {
  #stream: WriteStream | null = null;
  #onError: (detail: string) => void = () => undefined;

  onError(listener: (detail: string) => void): void {
    this.#onError = listener;
  }

  get isOn(): boolean {
    return this.#stream !== null;
  }

  /** Begins a file `log.<port>.<time>.txt`, as `idf.py monitor` names it, and returns its path. */
  start(port: string, nowMs: number): string {
    const name = port.replace(/^.*[/\\](?=[^/\\])/, '').replace(/[^A-Za-z0-9._-]+/g, '-');
    const time = new Date(nowMs).toISOString().replace(/\D/g, '').slice(0, 14);
    const file = path.resolve(`log.${name}.${time}.txt`);
    const stream = createWriteStream(file, { flags: 'a' });
    stream.on('error', (error) => {
      this.#stream = null;
      this.#onError(error.message);
    });
    this.#stream = stream;
    return file;
  }

  write(text: string): void {
    if (this.#stream !== null && this.#stream.writableLength < MAX_WAITING_BYTES) this.#stream.write(text);
  }

  /** Ends the file once everything is in it. */
  async end(): Promise<void> {
    const stream = this.#stream;
    this.#stream = null;
    if (stream === null) return;
    await new Promise<void>((resolve) => {
      stream.once('error', () => resolve());
      stream.end(() => resolve());
    });
  }
}
