import path from 'node:path';

import type { CaptureFiles, SegmentFile } from './capture-files.ts';
import type { Run } from './capture-queue.ts';
import type { Retention } from './retention.ts';
import { expired } from './retention.ts';
import type { IndexLine } from './segment-index.ts';
import { nextSegmentName, parseSegmentName } from './segment-name.ts';

export interface SegmentWriterDeps {
  /** `<logs>/<deviceId>` */
  readonly folder: string;
  readonly files: CaptureFiles;
  readonly maxSegmentBytes: number;
  readonly retention: Retention;
  readonly nowMs: () => number;
  /** A segment was begun at this offset of the board's whole log. */
  readonly onBegin?: (segment: IndexLine) => void;
  /** The oldest segments are gone; these are left. */
  readonly onRetained?: (names: readonly string[]) => void;
}

/** Names tried before a file that is already there is an error: another program may write here too. */
const MAX_NAME_TRIES = 5;

/** Writes runs into segments: `<folder>/<stamp>-<number>.raw`, and where each begins into `meta/segments.ndjson`. */
export class SegmentWriter {
  readonly #deps: SegmentWriterDeps;
  #file: SegmentFile | null = null;
  /** The newest segment there is or was. */
  #lastName: string | null;
  #sizeBytes = 0;
  /** Size at which a new segment is begun. */
  #beginAtBytes = 0;
  #endOffset = 0;

  constructor(deps: SegmentWriterDeps) {
    this.#deps = deps;
    this.#lastName = deps.files.segments(deps.folder).at(-1)?.name ?? null;
  }

  /** Appends the run's bytes; returns how many were written, which may be fewer, or none after the file was deleted. */
  async write(run: Run): Promise<number> {
    const file = await this.#fileFor(run);
    const written = await file.write(run.bytes);
    if (!(await file.isLinked())) {
      await this.end();
      return 0;
    }
    if (written === 0) throw new Error('The system wrote nothing');
    this.#sizeBytes += written;
    this.#endOffset += written;
    return written;
  }

  /** Ends the segment: the next byte begins another. */
  async end(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close().catch(() => {});
  }

  async #fileFor(run: Run): Promise<SegmentFile> {
    const current = this.#file;
    if (current === null || run.begins || run.offset !== this.#endOffset) return this.#begin(run);
    if (this.#sizeBytes < this.#beginAtBytes) return current;
    try {
      return await this.#begin(run);
    } catch {
      // No new file can be made (a read-only folder): the one that is open can still be written.
      this.#beginAtBytes += this.#deps.maxSegmentBytes;
      return current;
    }
  }

  async #begin(run: Run): Promise<SegmentFile> {
    const { folder, files, maxSegmentBytes } = this.#deps;
    await this.#dropEmpty();
    const { file, name } = await this.#create(run.atMs);
    const before = this.#file;
    this.#file = file;
    this.#lastName = name;
    this.#sizeBytes = 0;
    this.#beginAtBytes = maxSegmentBytes;
    this.#endOffset = run.offset;
    await before?.close().catch(() => {});
    const line: IndexLine = { segment: name, offset: run.offset };
    this.#deps.onBegin?.(line);
    // Without its line the segment is taken to follow the one before it.
    await files
      .appendText(path.join(folder, 'meta', 'segments.ndjson'), `${JSON.stringify(line)}\n`)
      .catch(() => {});
    await this.#retain();
    return file;
  }

  /** A disk that stays full leaves a segment without a byte; the next one takes its place. */
  async #dropEmpty(): Promise<void> {
    if (this.#file === null || this.#sizeBytes > 0) return;
    const { folder, files } = this.#deps;
    await this.end();
    await files.remove(path.join(folder, this.#lastName ?? '')).catch(() => {});
  }

  async #create(atMs: number): Promise<{ file: SegmentFile; name: string }> {
    const { folder, files } = this.#deps;
    for (let attempt = 1, last = this.#lastName; ; attempt += 1) {
      const name = nextSegmentName(last === null ? null : parseSegmentName(last), atMs);
      try {
        return { name, file: await files.create(path.join(folder, name)) };
      } catch (cause) {
        if (!isTaken(cause) || attempt === MAX_NAME_TRIES) throw cause;
        last = name;
      }
    }
  }

  async #retain(): Promise<void> {
    const { folder, files, retention, nowMs } = this.#deps;
    const segments = files.segments(folder);
    const gone = expired(segments, retention, nowMs());
    for (const name of gone) await files.remove(path.join(folder, name)).catch(() => {});
    if (gone.length > 0) this.#deps.onRetained?.(segments.slice(gone.length).map(({ name }) => name));
  }
}

function isTaken(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';
}
