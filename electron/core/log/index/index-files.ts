import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { appendFile, mkdir, open } from 'node:fs/promises';
import path from 'node:path';

/** As much of a file system as a line index needs. All names are below the folder of the index. */
export interface IndexFiles {
  /** Names and sizes; none where the folder cannot be read. */
  list(): readonly { readonly name: string; readonly sizeBytes: number }[];
  readText(name: string): string;
  /** Fewer bytes where the file ends before. Waits for the disk. */
  readNow(name: string, position: number, bytes: number): Uint8Array;
  read(name: string, position: number, bytes: number): Promise<Uint8Array>;
  /** Makes the file and its folder if need be. */
  write(name: string, position: number, bytes: Uint8Array): Promise<void>;
  appendText(name: string, text: string): Promise<void>;
  truncate(name: string, bytes: number): void;
  remove(name: string): void;
}

/** The files of an index in a folder, which is made when the first is written. */
export function indexFiles(folder: string): IndexFiles {
  const at = (name: string): string => path.join(folder, name);
  return {
    list() {
      try {
        return readdirSync(folder).map((name) => ({ name, sizeBytes: statSync(at(name)).size }));
      } catch {
        return [];
      }
    },
    readText(name) {
      try {
        return readFileSync(at(name), 'utf8');
      } catch {
        return '';
      }
    },
    readNow: (name, position, bytes) => readFileSync(at(name)).subarray(position, position + bytes),
    read: async (name, position, bytes) => {
      const handle = await open(at(name), 'r');
      try {
        return await readFully(handle, position, bytes);
      } finally {
        await handle.close();
      }
    },
    async write(name, position, bytes) {
      const handle = await openToWrite(folder, at(name));
      try {
        await handle.write(bytes, 0, bytes.length, position);
      } finally {
        await handle.close();
      }
    },
    async appendText(name, text) {
      await mkdir(folder, { recursive: true });
      await appendFile(at(name), text);
    },
    truncate: (name, bytes) => truncateSync(at(name), bytes),
    remove: (name) => rmSync(at(name), { force: true }),
  };
}

/** An index that is kept nowhere: for a log that has no folder. */
export function noIndexFiles(): IndexFiles {
  return {
    list: () => [],
    readText: () => '',
    readNow: () => new Uint8Array(),
    read: async () => new Uint8Array(),
    write: async () => {},
    appendText: async () => {},
    truncate: () => {},
    remove: () => {},
  };
}

async function openToWrite(folder: string, file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r+');
  } catch {
    mkdirSync(folder, { recursive: true });
    return open(file, 'w+');
  }
}

async function readFully(handle: FileHandle, position: number, bytes: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(bytes);
  let done = 0;
  while (done < bytes) {
    const { bytesRead } = await handle.read(buffer, done, bytes - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}
