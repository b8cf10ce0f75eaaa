import type { LogEntry } from '../../shared/log/log-entry.ts';

/** Lines kept for one board; above it the oldest go, a tenth at a time. */
export const MAX_ENTRIES = 200_000;
const FORGET = MAX_ENTRIES / 10;

/** The lines of one board without a gap: line `seq` lies at `seq - firstSeq`. */
export class BoardLog {
  #entries: LogEntry[] = [];
  #firstSeq = 0;
  /** Grows with every change. */
  #version = 0;
  #epoch = 0;
  /** Seqs of entries that were replaced since they were asked for last. */
  #replaced: number[] = [];

  get firstSeq(): number {
    return this.#firstSeq;
  }

  /** Seq of the line after the last one. */
  get nextSeq(): number {
    return this.#firstSeq + this.#entries.length;
  }

  get version(): number {
    return this.#version;
  }

  /** Grows when the log begins anew: what was known of its lines holds no longer. */
  get epoch(): number {
    return this.#epoch;
  }

  get(seq: number): LogEntry | undefined {
    return this.#entries[seq - this.#firstSeq];
  }

  /**
   * Takes lines in the order of their seq; one that is there already is replaced. Returns the first missing seq
   * when they begin behind a gap; nothing behind the gap is taken then.
   */
  add(entries: readonly LogEntry[]): { readonly missingFrom: number } | null {
    for (const entry of entries) {
      if (this.#entries.length === 0) this.#firstSeq = entry.seq;
      if (entry.seq > this.nextSeq) return { missingFrom: this.nextSeq };
      if (entry.seq < this.#firstSeq) continue;
      if (entry.seq < this.nextSeq) this.#replaced.push(entry.seq);
      this.#entries[entry.seq - this.#firstSeq] = entry;
      this.#version += 1;
    }
    this.#forget();
    return null;
  }

  /** Takes older lines, which must end right before the first one. */
  addEarlier(entries: readonly LogEntry[]): void {
    const room = MAX_ENTRIES - this.#entries.length;
    const older = entries.filter(({ seq }) => seq < this.#firstSeq).slice(-Math.max(0, room));
    if (older.length === 0 || older.at(-1)?.seq !== this.#firstSeq - 1) return;
    this.#entries = [...older, ...this.#entries];
    this.#firstSeq = older[0]?.seq ?? this.#firstSeq;
    this.#version += 1;
  }

  /** Goes on behind a gap that cannot be filled any more. */
  restartAt(entries: readonly LogEntry[]): void {
    this.#entries = [...entries];
    this.#firstSeq = entries[0]?.seq ?? 0;
    this.#replaced = [];
    this.#epoch += 1;
    this.#version += 1;
  }

  /** Seqs that were replaced since the last call. */
  takeReplaced(): readonly number[] {
    const replaced = this.#replaced;
    this.#replaced = [];
    return replaced;
  }

  #forget(): void {
    const over = this.#entries.length - MAX_ENTRIES;
    if (over <= 0) return;
    const forgotten = Math.max(FORGET, over);
    this.#entries.splice(0, forgotten);
    this.#firstSeq += forgotten;
  }
}
