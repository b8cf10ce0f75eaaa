import type { FileHandle } from 'node:fs/promises';

import type { SavedFormat } from '../../../../shared/log/saved-line.ts';
import { savedFormatOf } from '../../../../shared/log/saved-line.ts';
import type { LineBytes } from '../search/search-lines.ts';

/** Bytes that show how a file is written. */
export const SAMPLE_BYTES = 64 * 1024;

/** How a saved log's characters lie in its bytes. */
export interface SavedEncoding {
  /** As `TextDecoder` names it. */
  readonly name: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** The mark before the first line that tells it; 0 without one. */
  readonly markBytes: number;
  /** 2 where a line ends with two bytes. */
  readonly unitBytes: 1 | 2;
}

const UTF_8: SavedEncoding = { name: 'utf-8', markBytes: 0, unitBytes: 1 };

/** Byte order marks, as PowerShell, Notepad and some terminal programs write them. */
const MARKS: readonly (readonly [mark: readonly number[], name: SavedEncoding['name']])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** A file's encoding by its byte order mark; UTF-8 without one. */
export function encodingOf(head: Uint8Array): SavedEncoding {
  const found = MARKS.find(([mark]) => mark.every((byte, at) => head[at] === byte));
  if (found === undefined) return UTF_8;
  const [mark, name] = found;
  return { name, markBytes: mark.length, unitBytes: name === 'utf-8' ? 1 : 2 };
}

/** How a saved log is written: its characters, and what stands before its lines. */
export interface SavedText {
  readonly encoding: SavedEncoding;
  readonly format: SavedFormat;
}

/** How a file of this length is written, from its first bytes. */
export function savedTextOf(head: Uint8Array, sizeBytes: number): SavedText {
  const encoding = encodingOf(head);
  const lines = new TextDecoder(encoding.name).decode(head).split(/\r*\n/);
  const format = savedFormatOf(lines.slice(0, head.length < sizeBytes ? -1 : undefined));
  return { encoding, format };
}

/** The same, of an open file. Rejects as the file system does. */
export async function readSavedText(handle: FileHandle, sizeBytes: number): Promise<SavedText> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
  return savedTextOf(buffer.subarray(0, bytesRead), sizeBytes);
}

/** Lines as UTF-8, which everyone reads; those that are it already are given back as they are. */
export function linesInUtf8(lines: LineBytes, { name, unitBytes }: SavedEncoding): LineBytes {
  if (unitBytes === 1) return lines;
  const decoder = new TextDecoder(name, { ignoreBOM: true });
  const bounds = new Uint32Array(lines.bounds.length);
  let end = 0;
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bounds.length; at += 2) {
    const part = Buffer.from(decoder.decode(lines.bytes.subarray(lines.bounds[at], lines.bounds[at + 1])));
    bounds[at] = end;
    end += part.length;
    bounds[at + 1] = end;
    parts.push(part);
  }
  return { bytes: Buffer.concat(parts, end), bounds };
}
