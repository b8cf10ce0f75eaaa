import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';

import type { ElfEntry } from '../../../shared/contract/crash-contract.ts';
import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import { MAX_ELF_BYTES, readElf } from '../../../shared/esp/elf/elf-file.ts';
import { toHex } from '../../../shared/esp/hex.ts';
import type { AddressTool, Sha256 } from '../ports.ts';
import { CrashProgram } from './crash-program.ts';

/** An image of the library, as far as its program can be found by it. */
export interface BuiltImage {
  readonly appElfSha256: string | null;
  /** Where it came from; a path where it was built on this machine. */
  readonly source: string;
}

export interface ElfStoreDeps {
  /** Where programs lie that were handed over. */
  readonly dir: string;
  readonly sha256: Sha256;
  readonly addressTool: AddressTool | null;
  readonly images: () => readonly BuiltImage[];
  /** App images of the builds that are followed, in the library or not. */
  readonly watched: () => readonly string[];
}

/** Finds the program that a board runs by the SHA-256 it prints: among those handed over, and beside known images. */
export class ElfStore {
  readonly #deps: ElfStoreDeps;

  constructor(deps: ElfStoreDeps) {
    this.#deps = deps;
  }

  /** Keeps a program. @throws WorkbenchError crash/not-an-elf, data/not-writable */
  async add(fileName: string, bytes: Uint8Array): Promise<ElfEntry> {
    const elf = readElf(bytes);
    if (elf === null) throw new WorkbenchError('crash/not-an-elf', { file: fileName });
    const { dir } = this.#deps;
    const elfSha256 = toHex(this.#deps.sha256(bytes));
    try {
      await mkdir(dir, { recursive: true });
      await writeFileAtomic(path.join(dir, `${elfSha256}.elf`), Buffer.from(bytes), { mode: 0o600 });
    } catch (cause) {
      throw new WorkbenchError('data/not-writable', { dir, detail: messageOf(cause) }, { cause });
    }
    return { elfSha256, fileName, machine: elf.machine };
  }

  /** Null where no program of that SHA-256 is known, or the one that was is not there any more. */
  async find(elfSha256Prefix: string): Promise<CrashProgram | null> {
    const { sha256, addressTool } = this.#deps;
    for (const file of await this.#candidates(elfSha256Prefix)) {
      const found = await readSmall(file);
      if (found === null || !toHex(sha256(found.bytes)).startsWith(elfSha256Prefix)) continue;
      const elf = readElf(found.bytes);
      return elf === null ? null : new CrashProgram({ elf, file, changedMs: found.changedMs, addressTool });
    }
    return null;
  }

  async #candidates(prefix: string): Promise<readonly string[]> {
    const { dir, images, watched } = this.#deps;
    const names = await readdir(dir).catch(() => []);
    const kept = names.filter((name) => name.startsWith(prefix)).map((name) => path.join(dir, name));
    // A build leaves `<project>.elf` beside `<project>.bin`.
    const built = images()
      .filter(({ appElfSha256, source }) => appElfSha256?.startsWith(prefix) && path.isAbsolute(source))
      .map(({ source }) => source);
    const beside = [...new Set([...built, ...watched()])].map((file) => file.replace(/\.bin$/, '.elf'));
    return [...kept, ...beside];
  }
}

interface SmallFile {
  readonly bytes: Uint8Array;
  readonly changedMs: number;
}

async function readSmall(file: string): Promise<SmallFile | null> {
  const found = await stat(file).catch(() => null);
  if (found === null || !found.isFile() || found.size > MAX_ELF_BYTES) return null;
  const bytes = await readFile(file).catch(() => null);
  return bytes === null ? null : { bytes, changedMs: found.mtimeMs };
}
