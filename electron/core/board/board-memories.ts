import { readFileSync } from 'node:fs';
import writeFileAtomic from 'write-file-atomic';

import type { BoardMemory } from '../../../shared/contract/board-memory.ts';
import { boardMemoriesSchema, boardMemorySchema, NO_MEMORY } from '../../../shared/contract/board-memory.ts';
import { messageOf } from '../../../shared/errors.ts';
import { putAside } from '../data/put-aside.ts';
import type { Clock } from '../ports.ts';
import { macKey } from './mac-key.ts';

export interface BoardMemoriesDeps {
  /** `boards.json` in the data directory. */
  readonly file: string;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Told when the file cannot be used or written: where, and why. Boards work without it. */
  readonly onTrouble: (file: string, detail: string) => void;
}

/** Virtual boards and adapters come and go: those that changed longest ago are forgotten first. */
const MAX_BOARDS = 500;

/** How the deviceIds of virtual boards begin. */
const VIRTUAL = 'virtual-';

/** What earlier sessions learned of boards, by deviceId, on disk in whole files only. */
export class BoardMemories {
  readonly #deps: BoardMemoriesDeps;
  /** The one that changed last comes last. */
  readonly #memories: Map<string, BoardMemory>;
  #isDue = false;
  #writing: Promise<void> | null = null;

  /** Reads the file; a missing one holds nothing, a damaged one is put aside. */
  constructor(deps: BoardMemoriesDeps) {
    this.#deps = deps;
    this.#memories = new Map(this.#read());
  }

  get(deviceId: string): BoardMemory {
    return this.#memories.get(deviceId) ?? NO_MEMORY;
  }

  /** The `nameKey` of every real board that is remembered. */
  get nameKeys(): readonly string[] {
    const keyOf = ([key, { mac }]: [string, BoardMemory]): string => (mac === null ? key : macKey(mac));
    const all = [...this.#memories];
    const virtual = new Set(all.filter(([key]) => key.startsWith(VIRTUAL)).map(keyOf));
    return [...new Set(all.map(keyOf))].filter((key) => !virtual.has(key));
  }

  /** In effect at once; on disk soon, several changes in one write. */
  set(deviceId: string, memory: BoardMemory): void {
    this.#memories.delete(deviceId);
    this.#memories.set(deviceId, memory);
    const [oldest] = this.#memories.keys();
    if (this.#memories.size > MAX_BOARDS && oldest !== undefined) this.#memories.delete(oldest);
    this.#isDue = true;
    this.#writing ??= this.#write();
  }

  /** Ends once everything that was set is on disk, or could not be written. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    // What is set meanwhile goes into the next write.
    while (this.#isDue) {
      this.#isDue = false;
      const text = `${JSON.stringify({ boards: Object.fromEntries(this.#memories) }, null, 2)}\n`;
      await writeFileAtomic(this.#deps.file, text, { mode: 0o600 }).catch((thrown: unknown) =>
        this.#deps.onTrouble(this.#deps.file, messageOf(thrown)),
      );
    }
    this.#writing = null;
  }

  #read(): readonly [string, BoardMemory][] {
    let text: string;
    try {
      text = readFileSync(this.#deps.file, 'utf8');
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT')
        this.#deps.onTrouble(this.#deps.file, messageOf(thrown));
      return [];
    }
    try {
      const { boards } = boardMemoriesSchema.parse(JSON.parse(text));
      return Object.entries(boards).flatMap(([deviceId, given]): [string, BoardMemory][] => {
        const memory = boardMemorySchema.safeParse(given);
        return memory.success ? [[deviceId, memory.data]] : [];
      });
    } catch (thrown) {
      this.#putAside(messageOf(thrown));
      return [];
    }
  }

  #putAside(detail: string): void {
    const { file, clock, onTrouble } = this.#deps;
    try {
      onTrouble(putAside(file, clock.nowMs()), detail);
    } catch (thrown) {
      onTrouble(file, `${detail}; ${messageOf(thrown)}`);
    }
  }
}
