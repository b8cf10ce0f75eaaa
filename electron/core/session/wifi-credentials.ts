import { readFileSync } from 'node:fs';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { messageOf, WorkbenchError } from '../../../shared/errors.ts';

interface Credentials {
  readonly ssid: string;
  readonly password: string;
}

/** The bench's Wi-Fi network, for boards that ask on their console. Kept like a key, never logged, never sent to a page. */
export class WifiCredentials {
  readonly #file: string;
  #kept: Credentials | null;

  /** `certsDir`: the folder of the private keys. */
  constructor(certsDir: string) {
    this.#file = path.join(certsDir, 'wifi_credentials.json');
    this.#kept = read(this.#file);
  }

  get isKept(): boolean {
    return this.#kept !== null;
  }

  /** @throws WorkbenchError wifi/has-space (the firmware splits the line at the first), data/not-writable */
  async keep(ssid: string, password: string): Promise<void> {
    if (/\s/.test(`${ssid}${password}`)) throw new WorkbenchError('wifi/has-space');
    this.#kept = { ssid, password };
    try {
      await writeFileAtomic(this.#file, JSON.stringify(this.#kept), { mode: 0o600 });
    } catch (cause) {
      throw new WorkbenchError(
        'data/not-writable',
        { dir: path.dirname(this.#file), detail: messageOf(cause) },
        { cause },
      );
    }
  }

  /** The line that `Please input ssid password:` waits for; null while none are kept. */
  line(): Uint8Array | null {
    if (this.#kept === null) return null;
    return new TextEncoder().encode(`${this.#kept.ssid} ${this.#kept.password}\n`);
  }
}

function read(file: string): Credentials | null {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const { ssid, password } = kept as Partial<Credentials>;
    return typeof ssid === 'string' && typeof password === 'string' ? { ssid, password } : null;
  } catch {
    // None yet, or damaged: they are asked for again.
    return null;
  }
}
