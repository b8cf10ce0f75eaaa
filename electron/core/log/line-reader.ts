import { ReadlineParser } from '@serialport/parser-readline';

import type { Cancel, Clock } from '../ports.ts';

/** A line without an end is broken here; it stays whole on disk. */
export const MAX_LINE_BYTES = 4_096;
/** An unfinished line is told after this much silence. */
export const PARTIAL_AFTER_MS = 100;

const LF = 0x0a;
const CR = 0x0d;
/** How far a line may grow past the limit to end with a whole UTF-8 character, or with its line end. */
const CHARACTER_BYTES = 3;
const LINE_END_BYTES = 8;

/** One line as it came. */
export interface RawLine {
  /** Bytes before it since the reader began. */
  readonly offset: number;
  /** With its line end. */
  readonly lengthBytes: number;
  /** Without its line end; what is not UTF-8 is U+FFFD. */
  readonly text: string;
  /** `partial`: no end yet, told again as a whole with the same offset. `broken`: cut at `MAX_LINE_BYTES`. */
  readonly cut: 'partial' | 'broken' | null;
}

export interface LineReaderDeps {
  readonly clock: Clock;
  readonly onLine: (line: RawLine) => void;
}

/**
 * Cuts bytes into lines: `\n`, `\r\n` and `\r` end one. The lines are the same however the bytes are split, and their
 * lengths add up to the bytes pushed. `onLine` is called synchronously.
 */
export class LineReader {
  readonly #deps: LineReaderDeps;
  /** latin1: one character a byte, so that lengths are exact. */
  readonly #parser = new ReadlineParser({ delimiter: '\n', includeDelimiter: true, encoding: 'latin1' });
  /** Bytes in the lines told so far, partial ones aside. */
  #told = 0;
  #pushed = 0;
  /** Why a delimiter that the board did not send is given to the parser. */
  #ending: 'carriageReturn' | 'broken' | 'flush' | null = null;
  #afterCr = false;
  /** Lines the parser has given and nobody has been told. */
  readonly #ready: RawLine[] = [];
  #delivering = false;
  #silence: Cancel | null = null;
  #lastPushMs = 0;

  constructor(deps: LineReaderDeps) {
    this.#deps = deps;
    this.#parser.on('data', (record: string) => this.#keep(record));
    // A stream hands on its data synchronously only after its first read.
    this.#parser.read(0);
  }

  /** Bytes of the line that has not ended. */
  get pendingBytes(): number {
    return this.#pushed - this.#told;
  }

  push(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let from = 0; from < chunk.length; ) from += this.#feed(chunk, from);
    this.#deliver();
    this.#lastPushMs = this.#deps.clock.nowMs();
    if (this.pendingBytes > 0)
      this.#silence ??= this.#deps.clock.after(PARTIAL_AFTER_MS, () => this.#silent());
  }

  /** Ends the unfinished line, for example because the port closed. */
  flush(): void {
    this.#silence?.();
    this.#silence = null;
    if (this.pendingBytes > 0) this.#end('flush');
    this.#deliver();
  }

  /** Gives the parser as much as surely belongs to one piece; returns how many bytes that was. */
  #feed(chunk: Buffer, from: number): number {
    const next = chunk[from];
    if (this.#afterCr && next !== LF && next !== CR) this.#end('carriageReturn');
    const room = MAX_LINE_BYTES - this.pendingBytes;
    if (room <= 0) return this.#feedLast(chunk, from);
    const piece = chunk.subarray(from, from + room);
    const end = afterLoneCr(piece);
    this.#write(piece.subarray(0, end));
    return end;
  }

  /** A full line: takes one more byte if that ends it or completes a character, else breaks it. */
  #feedLast(chunk: Buffer, from: number): number {
    const next = chunk[from] as number;
    const over = this.pendingBytes - MAX_LINE_BYTES;
    const fits =
      next === LF ||
      (next === CR && over < LINE_END_BYTES) ||
      ((next & 0xc0) === 0x80 && over < CHARACTER_BYTES);
    if (!fits) {
      this.#end('broken');
      return 0;
    }
    this.#write(chunk.subarray(from, from + 1));
    return 1;
  }

  #write(bytes: Buffer): void {
    this.#pushed += bytes.length;
    this.#afterCr = bytes[bytes.length - 1] === CR;
    this.#parser.write(bytes);
  }

  #end(reason: 'carriageReturn' | 'broken' | 'flush'): void {
    this.#ending = reason;
    this.#afterCr = false;
    this.#parser.write('\n');
  }

  #keep(record: string): void {
    const ending = this.#ending;
    this.#ending = null;
    const lengthBytes = ending === null ? record.length : record.length - 1;
    const offset = this.#told;
    this.#told += lengthBytes;
    const content = withoutEnd(record);
    const broken = ending === 'broken' && content.length === lengthBytes;
    this.#ready.push({ offset, lengthBytes, text: decoded(content), cut: broken ? 'broken' : null });
  }

  /** Outside the parser, so that `onLine` may push and flush. */
  #deliver(): void {
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      for (const line of this.#ready) this.#deps.onLine(line);
    } finally {
      this.#ready.length = 0;
      this.#delivering = false;
    }
  }

  #silent(): void {
    this.#silence = null;
    if (this.pendingBytes === 0) return;
    const nowMs = this.#deps.clock.nowMs();
    // A wall clock that was set back must not put this off until it has caught up.
    this.#lastPushMs = Math.min(this.#lastPushMs, nowMs);
    const leftMs = this.#lastPushMs + PARTIAL_AFTER_MS - nowMs;
    if (leftMs > 0) {
      this.#silence = this.#deps.clock.after(leftMs, () => this.#silent());
      return;
    }
    const pending = this.#parser.buffer;
    const text = new TextDecoder().decode(pending, { stream: true }).replace(/\r+$/, '');
    this.#deps.onLine({ offset: this.#told, lengthBytes: pending.length, text, cut: 'partial' });
  }
}

/** Length of `piece` up to and with a `\r` (or several) that is not part of `\r\n`; all of it if there is none. */
function afterLoneCr(piece: Buffer): number {
  for (let at = piece.indexOf(CR); at !== -1; at = piece.indexOf(CR, at)) {
    while (piece[at] === CR) at += 1;
    if (at < piece.length && piece[at] !== LF) return at;
  }
  return piece.length;
}

/** A record ends with `\n`, the board's or ours, and any number of `\r` before it. */
function withoutEnd(record: string): string {
  let end = record.length - 1;
  while (end > 0 && record.charCodeAt(end - 1) === CR) end -= 1;
  return record.slice(0, end);
}

function decoded(bytes: string): string {
  return NOT_ASCII.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;
}

const NOT_ASCII = /[\u0080-\u00ff]/;
