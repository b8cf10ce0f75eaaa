import path from 'node:path';

import type { LogBatch, LogCounts } from '../../../shared/contract/values.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import type { LogEntry, LogLevel, LogMark } from '../../../shared/log/log-entry.ts';
import { parseLogLine } from '../../../shared/log/parse-log-line.ts';
import { visible, withoutOpenColour } from '../../../shared/log/visible-text.ts';
import type { Stage } from '../../../shared/ota/stage.ts';
import type { Clock } from '../ports.ts';
import type { CaptureFiles } from './capture-files.ts';
import { captureFiles } from './capture-files.ts';
import type { CaptureLimits } from './capture-limits.ts';
import { CAPTURE_LIMITS } from './capture-limits.ts';
import type { IndexFiles } from './index/index-files.ts';
import { indexFiles } from './index/index-files.ts';
import type { RawLine } from './line-reader.ts';
import { LineReader } from './line-reader.ts';
import { LineStore } from './line-store.ts';
import { LogBatcher } from './log-batcher.ts';
import type { MarkData } from './raw-capture.ts';
import { RawCapture } from './raw-capture.ts';
import { recoverLines } from './recover-lines.ts';

export interface BoardLogDeps {
  readonly deviceId: string;
  /** `<data>/logs` */
  readonly logsFolder: string;
  readonly clock: Clock;
  /** Every entry as it comes, synchronously; an unfinished line too, with `cut` `partial`. */
  readonly onEntry: (entry: LogEntry) => void;
  /** The same for readers that draw: at most one batch in 16 ms, at most 2,000 entries long. */
  readonly onBatch: (batch: LogBatch) => void;
  /** When the disk takes no bytes, and with null when it does again. */
  readonly onDiskError?: (error: ErrorPayload | null) => void;
  readonly files?: CaptureFiles;
  readonly limits?: CaptureLimits;
  /** Where the line index lies; `meta/` of the board's folder where left out. */
  readonly index?: IndexFiles;
}

/** `open`, `close` and `gone` are of the port; the last two end the segment on disk and the unfinished line. */
export type MarkKind = 'open' | 'close' | 'gone' | 'reset' | 'baud' | 'board' | 'push' | 'verdict';

/**
 * The log of one board: every byte to disk first, then lines, in one order with the server's and our own. It goes on
 * where an earlier run of the program ended.
 */
export class BoardLog {
  readonly #deps: BoardLogDeps;
  readonly #capture: RawCapture;
  readonly #reader: LineReader;
  readonly #store: LineStore;
  readonly #batcher: LogBatcher;
  readonly #byLevel: Record<LogLevel, number> = { E: 0, W: 0, I: 0, D: 0, V: 0 };
  /** Offset at which this log began. */
  readonly #firstOffset: number;
  #atMs = 0;
  /** The entry of the unfinished line, once it was told. */
  #partial: LogEntry | null = null;
  #closed = false;

  constructor(deps: BoardLogDeps) {
    this.#deps = deps;
    const { deviceId, clock, onBatch, logsFolder } = deps;
    const folder = path.join(logsFolder, deviceId);
    this.#batcher = new LogBatcher({ deviceId, clock, onBatch });
    this.#reader = new LineReader({ clock, onLine: (line) => this.#addLine(line) });
    this.#capture = new RawCapture({
      folder,
      clock,
      files: deps.files ?? captureFiles,
      limits: deps.limits ?? CAPTURE_LIMITS,
      onDiskError: (error) => deps.onDiskError?.(error),
      onWritten: () => this.#store.flush(),
      onRetained: (fromOffset) => this.#store.trimBefore(fromOffset),
    });
    this.#firstOffset = this.#capture.offset;
    this.#store = new LineStore({
      files: deps.index ?? indexFiles(path.join(folder, 'meta')),
      read: (offset, length) => this.#capture.reader.read(offset, length),
      endOffset: () => this.#capture.offset,
    });
    this.#recover();
  }

  /** Bytes of the board in its whole raw log. */
  get offset(): number {
    return this.#capture.offset;
  }

  /** Every line by its seq, earlier runs' too. */
  get store(): LineStore {
    return this.#store;
  }

  /** Bytes of the board since this log was opened. */
  get bytes(): number {
    return this.#capture.offset - this.#firstOffset;
  }

  /** Bytes that never reached the disk, because it was full or not writable for too long. */
  get lostBytes(): number {
    return this.#capture.lostBytes;
  }

  /** Bytes of the board as they came; the array is kept. */
  push(bytes: Uint8Array, atMs: number): void {
    if (this.#closed) return;
    this.#capture.push(bytes, atMs);
    this.#atMs = atMs;
    this.#reader.push(bytes);
  }

  /** Adds a line that is not the board's. */
  note(
    source: 'server' | 'workbench',
    text: string,
    more: { readonly level?: LogLevel; readonly stage?: Stage; readonly mark?: LogMark } = {},
  ): LogEntry {
    const entry: LogEntry = {
      seq: this.#store.nextSeq,
      source,
      offset: this.#capture.offset,
      receivedAtMs: this.#deps.clock.nowMs(),
      level: more.level ?? null,
      tag: null,
      deviceTimeMs: null,
      text: visible(text),
      stage: more.stage ?? null,
      cut: null,
    };
    this.#store.put(entry, entry.text, more.mark ?? null);
    this.#capture.touch();
    if (entry.level !== null) this.#byLevel[entry.level] += 1;
    this.#tell(entry);
    return entry;
  }

  /** Says that a line began a stage; readers get the entry again. */
  markStage(seq: number, stage: Stage): void {
    const line = this.#store.tail.get(seq);
    if (line === null) return;
    const marked = { ...line.entry, stage };
    this.#store.put(marked, line.raw);
    this.#capture.touch();
    this.#batcher.add(marked);
  }

  /** The last entries from `fromSeq` on, from memory; `dropped` counts those that are on disk alone. */
  read(fromSeq: number, limit: number): LogBatch {
    const { tail } = this.#store;
    const from = Math.max(fromSeq, tail.firstSeq);
    const entries: LogEntry[] = [];
    for (let seq = from; seq < Math.min(from + limit, tail.nextSeq); seq += 1) {
      const line = tail.get(seq);
      if (line !== null) entries.push(line.entry);
    }
    return { deviceId: this.#deps.deviceId, entries, dropped: Math.max(0, tail.firstSeq - fromSeq) };
  }

  /** Entries from `fromSeq` on, from disk where they are not in memory; `dropped` counts those that are gone. */
  async readStored(fromSeq: number, limit: number): Promise<LogBatch> {
    const { index } = this.#store;
    const from = Math.max(fromSeq, index.firstSeq);
    const lines = await this.#store.lines(from, from + limit);
    return {
      deviceId: this.#deps.deviceId,
      entries: lines.map(({ entry }) => entry),
      dropped: from - fromSeq,
    };
  }

  counts(): LogCounts {
    return {
      entries: this.#store.nextSeq,
      bytes: this.bytes,
      byLevel: { ...this.#byLevel },
      diskError: this.#capture.diskError,
    };
  }

  /** Notes an event beside the raw log, at the present offset. */
  mark(kind: MarkKind, data: MarkData): void {
    if (kind === 'close' || kind === 'gone') {
      this.#reader.flush();
      this.#capture.endSegment();
    }
    this.#capture.mark(kind, data);
  }

  /** Ends the unfinished line and writes all that is left, within a second or so. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#reader.flush();
    this.#batcher.flush();
    await this.#capture.close();
  }

  #addLine({ offset, text, cut }: RawLine): void {
    const before = this.#partial;
    const entry: LogEntry = {
      seq: before?.seq ?? this.#store.nextSeq,
      source: 'board',
      offset: this.#firstOffset + offset,
      receivedAtMs: before?.receivedAtMs ?? this.#atMs,
      ...parseLogLine(cut === 'partial' ? withoutOpenColour(text) : text),
      stage: before?.stage ?? null,
      cut,
    };
    this.#partial = cut === 'partial' ? entry : null;
    this.#store.put(entry, text);
    if (entry.level !== null && cut !== 'partial') this.#byLevel[entry.level] += 1;
    this.#tell(entry);
  }

  /** What a crash has kept in the raw log and not in the index. */
  #recover(): void {
    const lines = recoverLines(this.#store.index, this.#capture.reader, this.#firstOffset);
    for (const { line, offset, receivedAtMs } of lines) {
      const seq = this.#store.nextSeq;
      const parsed = parseLogLine(line.text);
      const rest = { seq, source: 'board', offset, receivedAtMs, stage: null, cut: line.cut } as const;
      this.#store.put({ ...rest, ...parsed }, line.text);
    }
    if (lines.length > 0) this.#capture.touch();
  }

  #tell(entry: LogEntry): void {
    this.#batcher.add(entry);
    try {
      this.#deps.onEntry(entry);
    } catch (bug) {
      // A fault of the listener must be loud, and must not cost the lines after it.
      queueMicrotask(() => {
        throw bug;
      });
    }
  }
}
