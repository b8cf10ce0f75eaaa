import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';

import { messageOf, WorkbenchError } from '../../../shared/errors.ts';

const IMAGE_FILE = /^([0-9a-f]{64})\.bin$/;
/** What write-file-atomic leaves when the program is killed in the middle of a write. */
const DRAFT_FILE = /^(?:[0-9a-f]{64}\.bin|index\.json)\.\d+$/;

/** A kept file, not yet compared with its name. */
export interface KeptFile {
  readonly imageId: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

/** The folder of the library: `<file SHA-256>.bin` for each image, and `index.json`. */
export class ImageFiles {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** The images that lie there; drafts of a killed program are removed. A missing folder holds none. */
  async scan(): Promise<readonly KeptFile[]> {
    const names = await readdir(this.#dir).catch(() => []);
    const kept = await Promise.all(
      names.map(async (name) => {
        if (DRAFT_FILE.test(name))
          await rm(path.join(this.#dir, name), { force: true }).catch(() => undefined);
        const imageId = IMAGE_FILE.exec(name)?.[1];
        if (imageId === undefined) return [];
        const found = await stat(path.join(this.#dir, name)).catch(() => null);
        return found?.isFile() ? [{ imageId, sizeBytes: found.size, modifiedAtMs: found.mtimeMs }] : [];
      }),
    );
    return kept.flat();
  }

  /** Null where the file is missing or cannot be read. */
  async read(imageId: string): Promise<Uint8Array | null> {
    return readFile(this.#pathOf(imageId)).catch(() => null);
  }

  /** The bytes from `start` up to `end`. Rejects where the file is missing or shorter. */
  async readPart(imageId: string, start: number, end: number): Promise<Uint8Array> {
    const file = await open(this.#pathOf(imageId), 'r');
    try {
      const bytes = Buffer.allocUnsafe(end - start);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
      if (bytesRead < bytes.length) throw new Error('The file is shorter than the image.');
      return bytes;
    } finally {
      await file.close();
    }
  }

  /** On disk, or nothing, when the promise ends. @throws WorkbenchError data/not-writable */
  async write(imageId: string, bytes: Uint8Array): Promise<void> {
    await this.#writing(() =>
      writeFileAtomic(this.#pathOf(imageId), Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), {
        mode: 0o600,
      }),
    );
  }

  /** A missing file is removed already. @throws WorkbenchError data/not-writable */
  async remove(imageId: string): Promise<void> {
    await this.#writing(() => rm(this.#pathOf(imageId), { force: true }));
  }

  /** Null where there is none. */
  async readIndex(): Promise<string | null> {
    return readFile(this.#indexFile, 'utf8').catch(() => null);
  }

  /** @throws WorkbenchError data/not-writable */
  async writeIndex(text: string): Promise<void> {
    await this.#writing(() => writeFileAtomic(this.#indexFile, text, { mode: 0o600 }));
  }

  get #indexFile(): string {
    return path.join(this.#dir, 'index.json');
  }

  #pathOf(imageId: string): string {
    return path.join(this.#dir, `${imageId}.bin`);
  }

  async #writing(write: () => Promise<unknown>): Promise<void> {
    try {
      await mkdir(this.#dir, { recursive: true, mode: 0o700 });
      await write();
    } catch (cause) {
      throw new WorkbenchError('data/not-writable', { dir: this.#dir, detail: messageOf(cause) }, { cause });
    }
  }
}
