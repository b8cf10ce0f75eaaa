import path from 'node:path';

import type { ErrorPayload } from '../../../shared/errors.ts';
import type { Cancel, Clock } from '../ports.ts';
import type { CaptureFiles } from './capture-files.ts';
import type { CaptureLimits } from './capture-limits.ts';
import type { Run } from './capture-queue.ts';
import { CaptureQueue, rest } from './capture-queue.ts';
import type { DiskFailure } from './disk-failure.ts';
import { diskFailure, toDiskError } from './disk-failure.ts';
import { RawReader } from './raw-reader.ts';
import { nextOffset, parseIndex, segmentOffsets } from './segment-index.ts';
import { SegmentWriter } from './segment-writer.ts';

/** Bytes wait no longer than this for more to be written with them. */
const WRITE_BEHIND_MS = 150;
/** More waiting bytes than this are written at once. */
const WRITE_NOW_BYTES = 512 * 1024;
const RETRY_MS = 1_000;
/** Closing does not wait for a disk that hangs. */
const CLOSE_DEADLINE_MS = 1_000;
const MAX_WAITING_MARKS = 10_000;

export interface RawCaptureDeps {
  /** `<logs>/<deviceId>` */
  readonly folder: string;
  readonly clock: Clock;
  readonly files: CaptureFiles;
  readonly limits: CaptureLimits;
  /** Called when writing fails, when more is lost meanwhile, and with null when it goes on. */
  readonly onDiskError: (error: ErrorPayload | null) => void;
  /** Called after bytes were written, for what is kept beside them; rejects as the file system does. */
  readonly onWritten?: () => Promise<void>;
  /** The oldest bytes were let go of: those before this offset. */
  readonly onRetained?: (fromOffset: number) => void;
}

/** A mark's own facts, beside kind, offset and time. */
export type MarkData = Readonly<Record<string, string | number | boolean | null>>;

/** Keeps every byte of a board on disk, in segments, with marks beside them. Never throws. */
export class RawCapture {
  readonly #deps: RawCaptureDeps;
  readonly #queue = new CaptureQueue();
  readonly #writer: SegmentWriter;
  readonly #reader: RawReader;
  /** Taken from the queue and not on disk yet. */
  #inFlight: Run | null = null;
  /** What is kept beside the bytes has changed. */
  #touched = false;
  #marks: string[] = [];
  #offset: number;
  #begins = true;
  #failure: DiskFailure | null = null;
  #lostBytes = 0;
  /** Lost since writing failed, from which offset on. */
  #lost: { readonly offset: number; readonly bytes: number } | null = null;
  #timer: Cancel | null = null;
  #writing: Promise<void> | null = null;
  #closed = false;

  constructor(deps: RawCaptureDeps) {
    this.#deps = deps;
    const { folder, files, limits, clock } = deps;
    const index = parseIndex(files.readText(path.join(folder, 'meta', 'segments.ndjson')));
    const segments = files.segments(folder);
    this.#offset = nextOffset(segments, index);
    this.#reader = new RawReader({
      folder,
      files,
      segments: segmentOffsets(segments, index),
      waiting: () => this.#waiting(),
    });
    this.#writer = new SegmentWriter({
      folder,
      files,
      ...limits,
      nowMs: () => clock.nowMs(),
      onBegin: (segment) => this.#reader.begin(segment),
      onRetained: (names) => deps.onRetained?.(this.#reader.retain(names)),
    });
  }

  /** Offset of the next byte in the board's whole log, across segments and restarts of the program. */
  get offset(): number {
    return this.#offset;
  }

  /** Bytes that never reached the disk. */
  get lostBytes(): number {
    return this.#lostBytes;
  }

  get diskError(): ErrorPayload | null {
    const { folder } = this.#deps;
    return this.#failure && toDiskError(this.#failure, folder, this.#queue.bytes, this.#lost?.bytes ?? 0);
  }

  /** Reads what was captured, on disk or on its way there. */
  get reader(): RawReader {
    return this.#reader;
  }

  /** What is kept beside the bytes has changed: `onWritten` is called soon. */
  touch(): void {
    this.#touched = true;
    this.#schedule();
  }

  push(bytes: Uint8Array, atMs: number): void {
    if (this.#closed || bytes.length === 0) return;
    this.#queue.add({ offset: this.#offset, atMs, bytes, begins: this.#begins });
    this.#begins = false;
    this.#offset += bytes.length;
    this.#count(this.#queue.dropBeyond(this.#deps.limits.maxMemoryBytes));
    if (this.#failure === null && this.#queue.bytes >= WRITE_NOW_BYTES) void this.#write();
    else this.#schedule();
  }

  /** The next byte begins a new segment. */
  endSegment(): void {
    this.#begins = true;
    this.#schedule();
  }

  /** Notes an event at the present offset in `meta/marks.ndjson`. */
  mark(kind: string, data: MarkData): void {
    if (this.#closed || this.#marks.length >= MAX_WAITING_MARKS) return;
    this.#note(kind, this.#offset, data);
    this.#schedule();
  }

  /** Resolves when the write that is under way, if any, has ended or failed. */
  async idle(): Promise<void> {
    await this.#writing;
  }

  /** Writes what is left, waiting for the disk no longer than a second. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#timer?.();
    await new Promise<void>((resolve) => {
      const cancel = this.#deps.clock.after(CLOSE_DEADLINE_MS, resolve);
      void this.#finish().then(() => {
        cancel();
        resolve();
      });
    });
  }

  async #finish(): Promise<void> {
    await this.#writing;
    await this.#write();
    await this.#writer.end();
  }

  #note(kind: string, offset: number, data: MarkData): void {
    const mark = { offset, atMs: this.#deps.clock.nowMs(), kind, ...data };
    this.#marks.push(`${JSON.stringify(mark)}\n`);
  }

  #count(dropped: { readonly offset: number; readonly bytes: number } | null): void {
    if (dropped === null) return;
    this.#lostBytes += dropped.bytes;
    const before = this.#lost ?? { offset: dropped.offset, bytes: 0 };
    this.#lost = { offset: Math.min(before.offset, dropped.offset), bytes: before.bytes + dropped.bytes };
  }

  #schedule(): void {
    if (this.#closed || this.#timer !== null || this.#writing !== null) return;
    this.#timer = this.#deps.clock.after(
      this.#failure ? RETRY_MS : WRITE_BEHIND_MS,
      () => void this.#write(),
    );
  }

  #write(): Promise<void> {
    this.#timer?.();
    this.#timer = null;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
      if (this.#queue.bytes > 0 || this.#marks.length > 0 || this.#touched) this.#schedule();
    });
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    try {
      await this.#writeBytes();
      if (this.#begins) await this.#writer.end();
      if (this.#lost !== null) this.#note('lost', this.#lost.offset, { bytes: this.#lost.bytes });
      this.#lost = null;
      await this.#writeMarks();
      this.#touched = false;
      await this.#deps.onWritten?.();
    } catch (cause) {
      this.#touched = this.#deps.onWritten !== undefined;
      this.#failure = diskFailure(cause);
      this.#deps.onDiskError(this.diskError);
      return;
    }
    if (this.#failure === null) return;
    this.#failure = null;
    this.#deps.onDiskError(null);
  }

  async #writeBytes(): Promise<void> {
    for (let run = this.#queue.take(); run !== null; run = this.#queue.take()) {
      for (let left = run; left.bytes.length > 0; ) {
        this.#inFlight = left;
        try {
          left = rest(left, await this.#writer.write(left));
        } catch (cause) {
          this.#queue.putBack(left);
          throw cause;
        } finally {
          this.#inFlight = null;
        }
      }
    }
  }

  *#waiting(): Generator<Run> {
    if (this.#inFlight !== null) yield this.#inFlight;
    yield* this.#queue.runs();
  }

  async #writeMarks(): Promise<void> {
    const marks = this.#marks;
    if (marks.length === 0) return;
    this.#marks = [];
    try {
      await this.#deps.files.appendText(path.join(this.#deps.folder, 'meta', 'marks.ndjson'), marks.join(''));
    } catch (cause) {
      this.#marks = [...marks, ...this.#marks];
      throw cause;
    }
  }
}
