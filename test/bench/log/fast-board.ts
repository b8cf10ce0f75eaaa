import { createHash } from 'node:crypto';

import type { SerialBinding, SerialListener } from '../../../electron/core/ports.ts';

/** Lines of many kinds, so that few are folded: level, tag and words change from line to line. */
export function benchLine(index: number): string {
  const level = index % 997 === 0 ? 'E' : index % 53 === 0 ? 'W' : 'I';
  const tag = TAGS[index % TAGS.length] as string;
  const word = WORDS[(index * 7) % WORDS.length] as string;
  return `${level} (${index % 10_000_000}) ${tag}: ${word} ${index} heap free 0x${(index % 4_096).toString(16)} of the ${word} pool, state ${index % 17}\r\n`;
}

const TAGS = ['wifi', 'app', 'native_ota_example', 'esp_netif', 'mqtt', 'sensor', 'httpd'];
const WORDS = [
  'alpha',
  'beacon',
  'cipher',
  'driver',
  'event',
  'frame',
  'gateway',
  'handle',
  'index',
  'job',
  'key',
];

/** A board behind the seam of a serial port that prints as fast as it is told, and knows what it printed. */
export class FastBoard {
  readonly binding: SerialBinding;
  #listener: SerialListener | null = null;
  #line = 0;
  #bytes = 0;
  readonly #hash = createHash('sha256');
  readonly #path: string;

  constructor(path = '/dev/bench-board') {
    this.#path = path;
    const port = {
      path,
      label: 'Bench board',
      vendorId: null,
      productId: null,
      serialNumber: null,
      location: null,
      virtual: false,
    };
    this.binding = {
      list: async () => [port],
      open: async (_path, _baud, listener) => {
        this.#listener = listener;
        return {
          hasModemLines: false,
          write: async () => {},
          setLines: async () => {},
          close: async () => {
            this.#listener = null;
          },
        };
      },
    };
  }

  get path(): string {
    return this.#path;
  }

  get lines(): number {
    return this.#line;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** SHA-256 of every byte so far. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  print(text: string): void {
    const bytes = Buffer.from(text);
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    this.#listener?.onBytes(bytes);
  }

  /** Prints so many lines a second, in a portion each millisecond or so. */
  async printFor(seconds: number, linesPerSecond: number): Promise<void> {
    const startedMs = performance.now();
    const from = this.#line;
    while (this.#line - from < seconds * linesPerSecond) {
      const due = Math.min(
        seconds * linesPerSecond,
        Math.floor(((performance.now() - startedMs) / 1000) * linesPerSecond),
      );
      const parts: string[] = [];
      // A machine that was held up catches up in portions that leave others their turn.
      const stop = Math.min(from + due, this.#line + linesPerSecond / 50);
      for (; this.#line < stop; this.#line += 1) parts.push(benchLine(this.#line));
      if (parts.length > 0) this.print(parts.join(''));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}
