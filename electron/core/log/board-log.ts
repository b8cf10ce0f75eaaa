import path from 'node:path';

import type { LogBatch, LogCounts } from '../../../shared/contract/values.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import type { LogEntry, LogLevel } from '../../../shared/log/log-entry.ts';
import { parseLogLine } from '../../../shared/log/parse-log-line.ts';
import { visible, withoutOpenColour } from '../../../shared/log/visible-text.ts';
import type { Stage } from '../../../shared/ota/stage.ts';
import type { Clock } from '../ports.ts';
import type { CaptureFiles } from './capture-files.ts';
import { captureFiles } from './capture-files.ts';
import type { RawLine } from './line-reader.ts';
import { LineReader } from './line-reader.ts';
import { LogBatcher } from './log-batcher.ts';
import { LogHistory } from './log-history.ts';
import type { CaptureLimits, MarkData } from './raw-capture.ts';
import { CAPTURE_LIMITS, RawCapture } from './raw-capture.ts';

/** Entries kept in memory for readers that come late; the raw log on disk has all. */
export const HISTORY_ENTRIES = 100_000;

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
}

/** `open`, `close` and `gone` are of the port; the last two end the segment on disk and the unfinished line. */
export type MarkKind = 'open' | 'close' | 'gone' | 'reset' | 'push' | 'verdict';

/** The log of one board: every byte to disk first, then lines, in one order with the server's and our own. */
export class BoardLog {
  readonly #deps: BoardLogDeps;
  readonly #capture: RawCapture;
  readonly #reader: LineReader;
  readonly #history = new LogHistory(HISTORY_ENTRIES);
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
    this.#batcher = new LogBatcher({ deviceId, clock, onBatch });
    this.#reader = new LineReader({ clock, onLine: (line) => this.#addLine(line) });
    this.#capture = new RawCapture({
      folder: path.join(logsFolder, deviceId),
      clock,
      files: deps.files ?? captureFiles,
      limits: deps.limits ?? CAPTURE_LIMITS,
      onDiskError: (error) => deps.onDiskError?.(error),
    });
    this.#firstOffset = this.#capture.offset;
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
    more: { readonly level?: LogLevel; readonly stage?: Stage } = {},
  ): LogEntry {
    const entry: LogEntry = {
      seq: this.#history.nextSeq,
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
    this.#history.add(entry);
    if (entry.level !== null) this.#byLevel[entry.level] += 1;
    this.#tell(entry);
    return entry;
  }

  /** Says that a line began a stage; readers get the entry again. */
  markStage(seq: number, stage: Stage): void {
    const entry = this.#history.get(seq);
    if (entry?.seq !== seq) return;
    const marked = { ...entry, stage };
    this.#history.replace(marked);
    this.#batcher.add(marked);
  }

  /** Entries from `fromSeq` on; `dropped` counts those that are no longer in memory. */
  read(fromSeq: number, limit: number): LogBatch {
    return {
      deviceId: this.#deps.deviceId,
      entries: this.#history.read(fromSeq, limit),
      dropped: Math.max(0, this.#history.firstSeq - fromSeq),
    };
  }

  counts(): LogCounts {
    return {
      entries: this.#history.nextSeq,
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
    const parsed = parseLogLine(cut === 'partial' ? withoutOpenColour(text) : text);
    const entry: LogEntry = {
      seq: before?.seq ?? this.#history.nextSeq,
      source: 'board',
      offset: this.#firstOffset + offset,
      receivedAtMs: before?.receivedAtMs ?? this.#atMs,
      level: parsed.level,
      tag: parsed.tag,
      deviceTimeMs: parsed.deviceTimeMs,
      text: parsed.text,
      stage: before?.stage ?? null,
      cut,
    };
    this.#partial = cut === 'partial' ? entry : null;
    if (before === null) this.#history.add(entry);
    else this.#history.replace(entry);
    if (entry.level !== null && cut !== 'partial') this.#byLevel[entry.level] += 1;
    this.#tell(entry);
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
