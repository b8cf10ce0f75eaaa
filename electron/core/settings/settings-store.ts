import { readFileSync } from 'node:fs';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';

import type { Input } from '../../../shared/contract/contract.ts';
import { DEFAULT_SETTINGS, settingsSchema } from '../../../shared/contract/settings.ts';
import type { Settings } from '../../../shared/contract/values.ts';
import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import { putAside } from '../data/put-aside.ts';
import type { Clock } from '../ports.ts';

export interface SettingsStoreDeps {
  /** `settings.json` in the data directory. */
  readonly file: string;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Told once, when the file could not be used: where it is kept now, and what was wrong. */
  readonly onDamaged: (keptAs: string, detail: string) => void;
}

/** Keeps the settings, valid at every moment, on disk in whole files only. */
export class SettingsStore {
  readonly #deps: SettingsStoreDeps;
  #current: Settings;

  /** Reads the file; a missing one gives the defaults, a damaged one is put aside for its owner. */
  constructor(deps: SettingsStoreDeps) {
    this.#deps = deps;
    this.#current = this.#read();
  }

  get current(): Settings {
    return this.#current;
  }

  /**
   * Replaces the given fields; undefined ones stay. In effect at once, on disk when the promise ends.
   * @throws WorkbenchError data/not-writable
   */
  async update(patch: Input<'settings.update'>): Promise<Settings> {
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    this.#current = settingsSchema.parse({ ...this.#current, ...given });
    const text = `${JSON.stringify(this.#current, null, 2)}\n`;
    try {
      await writeFileAtomic(this.#deps.file, text, { mode: 0o600 });
    } catch (cause) {
      const dir = path.dirname(this.#deps.file);
      throw new WorkbenchError('data/not-writable', { dir, detail: messageOf(cause) }, { cause });
    }
    return this.#current;
  }

  #read(): Settings {
    let text: string;
    try {
      text = readFileSync(this.#deps.file, 'utf8');
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.#deps.onDamaged(this.#deps.file, messageOf(thrown));
      }
      return DEFAULT_SETTINGS;
    }
    try {
      // Fields that a later version added are not in an older file.
      return settingsSchema.parse({ ...DEFAULT_SETTINGS, ...asObject(JSON.parse(text)) });
    } catch (thrown) {
      this.#putAside(messageOf(thrown));
      return DEFAULT_SETTINGS;
    }
  }

  #putAside(detail: string): void {
    const { file, clock, onDamaged } = this.#deps;
    try {
      onDamaged(putAside(file, clock.nowMs()), detail);
    } catch (thrown) {
      onDamaged(file, `${detail}; ${messageOf(thrown)}`);
    }
  }
}

function asObject(value: unknown): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError('not an object');
  return value;
}
