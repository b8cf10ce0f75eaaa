import { mkdirSync } from 'node:fs';

import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import { takeDataLock } from './data-lock.ts';
import type { DataPaths } from './data-paths.ts';
import { dataPaths } from './data-paths.ts';
import type { HolderKind } from './lock-file.ts';

/** A data directory this process alone writes to. */
export interface OpenDataDir {
  readonly paths: DataPaths;
  /** Gives the directory free for the next program. */
  release(): void;
}

/**
 * Creates what is missing of the data directory (for its owner alone) and takes its lock.
 * @throws WorkbenchError data/in-use with dir, kind and pid of the holder; data/not-writable
 */
export async function openDataDir(dir: string, kind: HolderKind): Promise<OpenDataDir> {
  const paths = createDataDir(dir);
  try {
    return { paths, release: await takeDataLock(paths.dir, kind) };
  } catch (cause) {
    if (cause instanceof WorkbenchError) throw cause;
    throw new WorkbenchError('data/not-writable', { dir: paths.dir, detail: messageOf(cause) }, { cause });
  }
}

/**
 * The folders alone, without the lock: for what may be read or made beside a running program.
 * @throws WorkbenchError data/not-writable
 */
export function createDataDir(dir: string): DataPaths {
  const paths = dataPaths(dir);
  try {
    for (const folder of [paths.dir, paths.images, paths.certs, paths.logs, paths.reports]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    }
  } catch (cause) {
    throw new WorkbenchError('data/not-writable', { dir: paths.dir, detail: messageOf(cause) }, { cause });
  }
  return paths;
}
