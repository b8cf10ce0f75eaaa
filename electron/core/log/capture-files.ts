import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { appendFile, mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';

import type { Segment } from './retention.ts';
import { byName, parseSegmentName } from './segment-name.ts';

/** As much of a file system as the capture needs. */
export interface CaptureFiles {
  /** The segments in a folder in the order of the stream; none where the folder cannot be read. */
  segments(folder: string): readonly Segment[];
  /** Empty where the file cannot be read. */
  readText(file: string): string;
  /** Makes a file that was not there, and the folders above it. */
  create(file: string): Promise<SegmentFile>;
  /** Makes the file and the folders above it if need be. */
  appendText(file: string, text: string): Promise<void>;
  remove(file: string): Promise<void>;
  /** Fewer bytes where the file ends before, none where it cannot be read. */
  read(file: string, position: number, bytes: number): Promise<Uint8Array>;
  /** The same, waiting for the disk. */
  readNow(file: string, position: number, bytes: number): Uint8Array;
}

export interface SegmentFile {
  /** Appends; may write less than all of it, and says how many bytes. */
  write(bytes: Uint8Array): Promise<number>;
  /** False once the file was deleted: what is written then is nowhere. */
  isLinked(): Promise<boolean>;
  close(): Promise<void>;
}

export const captureFiles: CaptureFiles = {
  segments(folder) {
    return namesIn(folder)
      .filter((name) => parseSegmentName(name) !== null)
      .map((name) => ({ name, sizeBytes: sizeOf(path.join(folder, name)) }))
      .sort(byName);
  },
  readText(file) {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  },
  async create(file) {
    await mkdir(path.dirname(file), { recursive: true });
    const handle = await open(file, 'ax');
    return {
      write: async (bytes) => (await handle.write(bytes)).bytesWritten,
      isLinked: async () => (await handle.stat()).nlink > 0,
      close: () => handle.close(),
    };
  },
  async appendText(file, text) {
    await mkdir(path.dirname(file), { recursive: true });
    await appendFile(file, text);
  },
  remove: (file) => rm(file, { force: true }),
  async read(file, position, bytes) {
    const handle = await open(file, 'r').catch(() => null);
    if (handle === null) return new Uint8Array();
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, position);
      return buffer.subarray(0, bytesRead);
    } catch {
      return new Uint8Array();
    } finally {
      await handle.close();
    }
  },
  readNow(file, position, bytes) {
    let descriptor: number | null = null;
    try {
      descriptor = openSync(file, 'r');
      const buffer = Buffer.alloc(bytes);
      return buffer.subarray(0, readSync(descriptor, buffer, 0, bytes, position));
    } catch {
      return new Uint8Array();
    } finally {
      if (descriptor !== null) closeSync(descriptor);
    }
  },
};

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
