import { lineMark } from '../../../shared/log/line-mark.ts';
import type { LogEntry, LogLevel, LogMark } from '../../../shared/log/log-entry.ts';
import { parseLogLine } from '../../../shared/log/parse-log-line.ts';
import type { IndexFiles } from './index/index-files.ts';
import { LevelCounts } from './index/level-counts.ts';
import { LineIndex } from './index/line-index.ts';
import { recordOf } from './index/line-record.ts';
import { NoteTexts } from './index/note-texts.ts';
import { isAlike } from './likeness.ts';
import type { LineBytes } from './search/search-lines.ts';
import type { LineTexts } from './stored-lines.ts';
import { entryOf, rawText, readUnit } from './stored-lines.ts';
import type { TailLine } from './tail-lines.ts';
import { TailLines } from './tail-lines.ts';
import { Bookmarks } from './view/bookmarks.ts';
import { Marks } from './view/marks.ts';

/** The last lines that stay in memory. */
export const TAIL_LINES = 6_000;

export interface LineStoreDeps {
  readonly files: IndexFiles;
  readonly read: LineTexts['read'];
  /** Where the board's last line ends. */
  readonly endOffset: () => number;
  /** Reads a line of the board; as esp_log prints it where left out. */
  readonly readLine?: LineTexts['readLine'];
  readonly inUtf8?: (lines: LineBytes) => LineBytes;
}

/** Every line of a log by its seq: the last ones in memory, the others from the index and the raw log. */
export class LineStore implements LineTexts {
  readonly index: LineIndex;
  readonly #deps: LineStoreDeps;
  readonly #notes: NoteTexts;
  readonly #tail: TailLines;
  readonly #levels: LevelCounts;
  #marks: Marks | null = null;
  readonly bookmarks: Bookmarks;
  readonly #watchers = new Set<(changedFrom: number) => void>();

  constructor(deps: LineStoreDeps) {
    this.#deps = deps;
    this.index = new LineIndex(deps.files);
    this.#notes = new NoteTexts(deps.files);
    this.#tail = new TailLines(TAIL_LINES, this.index.nextSeq);
    this.#levels = new LevelCounts(this.index);
    this.bookmarks = new Bookmarks(deps.files);
  }

  get nextSeq(): number {
    return this.index.nextSeq;
  }

  get tail(): TailLines {
    return this.#tail;
  }

  /** Lines by level, of earlier runs too once they were counted. */
  get byLevel(): Readonly<Record<LogLevel, number>> {
    return this.#levels.current;
  }

  /** The lines that can be jumped to. */
  get marks(): Marks {
    this.#marks ??= new Marks(this);
    return this.#marks;
  }

  /** Counts the lines of earlier runs, once. */
  countEarlier(): Promise<void> {
    return this.#levels.countEarlier();
  }

  note(seq: number): string {
    return this.#tail.get(seq)?.entry.text ?? this.#notes.get(seq);
  }

  endOffset(): number {
    return this.#deps.endOffset();
  }

  read: LineTexts['read'] = (offset, length) => this.#deps.read(offset, length);

  inUtf8(lines: LineBytes): LineBytes {
    return this.#deps.inUtf8?.(lines) ?? lines;
  }

  /** Calls `watcher` after lines came (with the seq of the first) or one was replaced; synchronously. */
  watch(watcher: (changedFrom: number) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  readLine: LineTexts['readLine'] = (raw) =>
    this.#deps.readLine?.(raw) ?? { ...parseLogLine(raw), said: raw };

  /** Takes the records of the next lines, whose texts are read when they are asked for. */
  putRecords(words: Uint32Array): void {
    const from = this.nextSeq;
    this.index.appendAll(words);
    for (const watcher of this.#watchers) watcher(from);
  }

  /** Takes the next line, or one of the last again. `mark` where the text does not tell it. */
  put(entry: LogEntry, raw: string, mark: LogMark | null = null): void {
    const { seq } = entry;
    const before = this.#tail.get(seq - 1)?.entry ?? null;
    const known = seq < this.index.nextSeq ? this.index.get(seq) : null;
    const record = recordOf(entry, {
      tagId: this.index.tags.idOf(entry.tag),
      mark: mark ?? lineMark(entry) ?? (known?.mark === 'verdict' ? 'verdict' : null),
      alike: before !== null && isAlike(before, entry),
    });
    this.#levels.see(known, record);
    if (seq === this.index.nextSeq) {
      this.index.append(record);
      if (entry.source !== 'board') this.#notes.add(seq, entry.text);
    } else this.index.replace(seq, record);
    this.#tail.put(entry, raw);
    // The line after a changed one may be alike no longer.
    const after = this.#tail.get(seq + 1)?.entry;
    const next = after === undefined ? null : this.index.get(seq + 1);
    if (after !== undefined && next?.alike === true) {
      this.index.replace(seq + 1, { ...next, alike: isAlike(entry, after) });
    }
    for (const watcher of this.#watchers) watcher(seq);
  }

  /** Lines `fromSeq` to `toSeq` (not included), as far as there are any; from disk where they are not in memory. */
  async lines(fromSeq: number, toSeq: number): Promise<readonly TailLine[]> {
    const lines: TailLine[] = [];
    const end = Math.min(toSeq, this.nextSeq);
    for (let seq = Math.max(fromSeq, this.index.firstSeq); seq < end; ) {
      const known = this.#tail.get(seq);
      if (known !== null) {
        lines.push(known);
        seq += 1;
        continue;
      }
      const stop = Math.min(end, Math.max(seq + 1, this.#tail.firstSeq));
      const unit = await readUnit(this, seq, stop);
      for (let i = 0; i < unit.count; i += 1) {
        const line = this.readLine(rawText(unit, i));
        lines.push({ entry: entryOf(unit, i, line), raw: line.said });
      }
      seq += unit.count;
    }
    return lines;
  }

  /** Brings to disk what is new or changed; rejects as the file system does. */
  async flush(): Promise<void> {
    await this.#notes.flush();
    await this.index.flush();
  }

  /** Lets go of what belongs to bytes before this offset. */
  trimBefore(offset: number): void {
    for (const firstSeq of this.index.trimBefore(offset)) this.#notes.remove(firstSeq);
  }
}
