import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import writeFileAtomic from 'write-file-atomic';

import { Flash, SECTOR_BYTES } from './hardware/flash.ts';

const EXTENSION = '.flash';
const MAGIC = Buffer.from('virtual ESP32 flash 1\n');
const INDEX_BYTES = 4;
const DIGEST_BYTES = 32;

/**
 * Keeps the flash of each board in one file: magic, size (uint32 LE), then every sector that is not erased
 * (index as uint32 LE, 4096 bytes), then the SHA-256 of all before it.
 */
export class FlashStore {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Names of the boards that are kept. */
  async names(): Promise<readonly string[]> {
    const files = await readdir(this.#dir).catch(() => []);
    return files.filter((file) => file.endsWith(EXTENSION)).map((file) => file.slice(0, -EXTENSION.length));
  }

  /** Null where there is none. A file that is not whole is put aside under another name: then null too. */
  async load(name: string): Promise<Flash | null> {
    const file = this.#file(name);
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) return null;
    const flash = decode(bytes);
    if (flash === null) await rename(file, `${file}.damaged`).catch(() => {});
    return flash;
  }

  /** Replaces the file as a whole. */
  async save(name: string, flash: Flash): Promise<void> {
    const bytes = encode(flash);
    await mkdir(this.#dir, { recursive: true });
    await writeFileAtomic(this.#file(name), bytes);
  }

  async remove(name: string): Promise<void> {
    await rm(this.#file(name), { force: true });
  }

  #file(name: string): string {
    return path.join(this.#dir, `${name}${EXTENSION}`);
  }
}

function encode(flash: Flash): Buffer {
  const parts: Uint8Array[] = [MAGIC, uint32(flash.sizeBytes)];
  for (const [index, content] of flash.programmedSectors()) parts.push(uint32(index), content);
  const body = Buffer.concat(parts);
  return Buffer.concat([body, digestOf(body)]);
}

function decode(bytes: Buffer): Flash | null {
  const end = bytes.length - DIGEST_BYTES;
  const start = MAGIC.length + INDEX_BYTES;
  if (end < start || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  if (!digestOf(bytes.subarray(0, end)).equals(bytes.subarray(end))) return null;
  const flash = new Flash(bytes.readUInt32LE(MAGIC.length));
  for (let at = start; at < end; at += INDEX_BYTES + SECTOR_BYTES) {
    const content = bytes.subarray(at + INDEX_BYTES, at + INDEX_BYTES + SECTOR_BYTES);
    flash.program(bytes.readUInt32LE(at) * SECTOR_BYTES, content);
  }
  return flash;
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(INDEX_BYTES);
  bytes.writeUInt32LE(value);
  return bytes;
}
