import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';

import type { AppState } from '../../../shared/contract/values.ts';
import { messageOf, WorkbenchError } from '../../../shared/errors.ts';

/** Says which paths of this machine a shell may name, and what they are without symlinks. */
export class PathAccess {
  /** Null allows any path. */
  readonly #folders: readonly AllowedFolder[] | null;

  constructor(folders: readonly AllowedFolder[] | null) {
    this.#folders = folders;
  }

  /** For the page: what it can offer. */
  get told(): AppState['paths'] {
    if (this.#folders === null) return 'any';
    return this.#folders.length === 0 ? 'none' : this.#folders.map(({ real }) => real);
  }

  /**
   * The path with every symlink resolved. What lies outside is refused before it is looked at.
   * @throws WorkbenchError path/not-absolute, path/not-allowed, image/not-found, image/unreadable
   */
  async resolve(given: string): Promise<string> {
    if (!path.isAbsolute(given)) throw new WorkbenchError('path/not-absolute', { path: given });
    const named = path.resolve(given);
    this.#check(given, ({ named: folder, real }) => isBelow(named, folder) || isBelow(named, real));
    const resolved = await realpath(named).catch((cause: unknown) => throwReadError(named, cause));
    this.#check(given, ({ real }) => isBelow(resolved, real));
    return resolved;
  }

  /**
   * The path of a file that is to be written, its folder with every symlink resolved.
   * @throws WorkbenchError path/not-absolute, path/not-allowed, image/not-found
   */
  async resolveNew(given: string): Promise<string> {
    if (!path.isAbsolute(given)) throw new WorkbenchError('path/not-absolute', { path: given });
    return path.join(await this.resolve(path.dirname(given)), path.basename(given));
  }

  #check(given: string, allows: (folder: AllowedFolder) => boolean): void {
    if (this.#folders !== null && !this.#folders.some(allows))
      throw new WorkbenchError('path/not-allowed', { path: given });
  }
}

/** A folder as it was named, absolute, and as it is. */
interface AllowedFolder {
  readonly named: string;
  readonly real: string;
}

/**
 * Access to any path, or to what lies in these folders.
 * @throws WorkbenchError path/not-a-folder
 */
export async function openPathAccess(allowed: 'any' | readonly string[]): Promise<PathAccess> {
  return new PathAccess(allowed === 'any' ? null : await Promise.all(allowed.map(openFolder)));
}

/** What a failed look at a file means. @throws WorkbenchError image/not-found, image/unreadable */
export function throwReadError(file: string, cause: unknown): never {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    throw new WorkbenchError('image/not-found', { file }, { cause });
  throw new WorkbenchError('image/unreadable', { file, detail: messageOf(cause) }, { cause });
}

async function openFolder(given: string): Promise<AllowedFolder> {
  const named = path.resolve(given);
  try {
    const real = await realpath(named);
    if (!(await stat(real)).isDirectory()) throw new Error('not a directory');
    return { named, real };
  } catch (cause) {
    throw new WorkbenchError('path/not-a-folder', { path: named, detail: messageOf(cause) }, { cause });
  }
}

function isBelow(file: string, folder: string): boolean {
  const way = path.relative(folder, file);
  return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}
