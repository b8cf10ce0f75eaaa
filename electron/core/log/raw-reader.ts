import path from 'node:path';

import type { CaptureFiles } from './capture-files.ts';
import type { Run } from './capture-queue.ts';
import type { IndexLine } from './segment-index.ts';

/** A part of a board's whole raw log. */
export interface RawRange {
  readonly bytes: Uint8Array;
  /** Offsets from where to where nothing is kept: it was lost, or has been let go of. Zeros stand there. */
  readonly holes: readonly (readonly [from: number, to: number])[];
}

export interface RawReaderDeps {
  /** `<logs>/<deviceId>` */
  readonly folder: string;
  readonly files: Pick<CaptureFiles, 'read' | 'readNow'>;
  /** In the order of the stream. */
  readonly segments: readonly IndexLine[];
  /** What is on its way to disk. */
  readonly waiting: () => Iterable<Run>;
}

/** Reads a board's raw log by offset, across segments, and from memory where the disk has not got it yet. */
export class RawReader {
  readonly #deps: RawReaderDeps;
  #segments: readonly IndexLine[];

  constructor(deps: RawReaderDeps) {
    this.#deps = deps;
    this.#segments = deps.segments;
  }

  begin(segment: IndexLine): void {
    this.#segments = [...this.#segments, segment];
  }

  /** Only these segments are left; returns the offset at which the first begins. */
  retain(names: readonly string[]): number {
    const left = new Set(names);
    this.#segments = this.#segments.filter(({ segment }) => left.has(segment));
    return this.#segments[0]?.offset ?? 0;
  }

  async read(offset: number, length: number): Promise<RawRange> {
    const range = new Filling(offset, length);
    // Memory first: bytes leave it only after they are on disk.
    for (const run of this.#deps.waiting()) range.put(run.offset, run.bytes);
    for (const { file, position, from, bytes } of this.#places(range)) {
      range.put(from, await this.#deps.files.read(file, position, bytes));
    }
    return range.done();
  }

  /** The same, waiting for the disk. */
  readNow(offset: number, length: number): RawRange {
    const range = new Filling(offset, length);
    for (const run of this.#deps.waiting()) range.put(run.offset, run.bytes);
    for (const { file, position, from, bytes } of this.#places(range)) {
      range.put(from, this.#deps.files.readNow(file, position, bytes));
    }
    return range.done();
  }

  #places(range: Filling): { file: string; position: number; from: number; bytes: number }[] {
    const { folder } = this.#deps;
    return range.missing().flatMap(([from, to]) => {
      const places = [];
      for (let index = this.#indexAt(from); index < this.#segments.length; index += 1) {
        const { segment, offset } = this.#segments[index] as IndexLine;
        if (offset >= to) break;
        const end = Math.min(to, this.#segments[index + 1]?.offset ?? to);
        const start = Math.max(from, offset);
        if (end <= start) continue;
        places.push({
          file: path.join(folder, segment),
          position: start - offset,
          from: start,
          bytes: end - start,
        });
      }
      return places;
    });
  }

  /** The last segment that begins at or before an offset. */
  #indexAt(offset: number): number {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#segments[middle] as IndexLine).offset <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** A range that is filled from several places. */
class Filling {
  readonly #from: number;
  readonly #bytes: Uint8Array;
  /** What is filled, in order and without overlap. */
  #parts: [number, number][] = [];

  constructor(from: number, length: number) {
    this.#from = from;
    this.#bytes = new Uint8Array(length);
  }

  put(offset: number, bytes: Uint8Array): void {
    const from = Math.max(offset, this.#from);
    const to = Math.min(offset + bytes.length, this.#from + this.#bytes.length);
    if (to <= from) return;
    this.#bytes.set(bytes.subarray(from - offset, to - offset), from - this.#from);
    const last = this.#parts.at(-1);
    if (last !== undefined && last[1] === from) last[1] = to;
    else this.#parts.push([from, to]);
  }

  missing(): [number, number][] {
    this.#parts.sort((a, b) => a[0] - b[0]);
    const gaps: [number, number][] = [];
    let at = this.#from;
    for (const [from, to] of this.#parts) {
      if (from > at) gaps.push([at, from]);
      at = Math.max(at, to);
    }
    const end = this.#from + this.#bytes.length;
    if (at < end) gaps.push([at, end]);
    return gaps;
  }

  done(): RawRange {
    return { bytes: this.#bytes, holes: this.missing() };
  }
}
