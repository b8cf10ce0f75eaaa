import type { LogLevel } from '../../../../shared/log/log-entry.ts';
import { LOG_LEVELS } from '../../../../shared/log/log-entry.ts';
import { CHUNK_LINES, chunkOf } from './index-places.ts';
import type { LineIndex } from './line-index.ts';
import type { LineRecord } from './line-record.ts';
import { lastWord } from './line-record.ts';

/** How many lines of each level a log has. */
export class LevelCounts {
  readonly #index: LineIndex;
  readonly #counts: Record<LogLevel, number> = { E: 0, W: 0, I: 0, D: 0, V: 0 };
  /** Lines before it are of earlier runs. */
  readonly #startedAt: number;
  #counting: Promise<void> | null = null;

  constructor(index: LineIndex) {
    this.#index = index;
    this.#startedAt = index.nextSeq;
  }

  get current(): Readonly<Record<LogLevel, number>> {
    return { ...this.#counts };
  }

  /** A line came, or took the place of `before`. */
  see(before: LineRecord | null, after: LineRecord): void {
    if (before?.level != null) this.#counts[before.level] -= 1;
    if (after.level !== null) this.#counts[after.level] += 1;
  }

  /** Counts what earlier runs have left in the index, once. */
  countEarlier(): Promise<void> {
    this.#counting ??= this.#countAll();
    return this.#counting;
  }

  async #countAll(): Promise<void> {
    for (let seq = this.#index.firstSeq; seq < this.#startedAt; ) {
      const words = await this.#index.chunk(chunkOf(seq));
      const end = Math.min(this.#startedAt, (chunkOf(seq) + 1) * CHUNK_LINES);
      for (; seq < end; seq += 1) {
        const level = LOG_LEVELS[(lastWord(words, seq % CHUNK_LINES) & 7) - 1];
        if (level !== undefined) this.#counts[level] += 1;
      }
    }
  }
}
