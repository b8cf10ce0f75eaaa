import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { ProcessIdentity } from './process-identity.ts';

/** Which shell holds a data directory. */
export type HolderKind = 'window' | 'station' | 'cli';

/** What the lock file says of the program that writes here. */
export interface LockHolder extends ProcessIdentity {
  readonly kind: HolderKind;
}

/** The lock file's place in a data directory. */
export function lockFile(dir: string): string {
  return path.join(dir, 'lock');
}

/** Null where there is no lock file, or one that no program of ours wrote. */
export function readLock(dir: string): LockHolder | null {
  let text: string;
  try {
    text = readFileSync(lockFile(dir), 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw thrown;
  }
  try {
    return asHolder(JSON.parse(text));
  } catch {
    return null;
  }
}

/** In one step, so that a reader finds the old holder or the new one. */
export function writeLock(dir: string, holder: LockHolder): void {
  const draft = `${lockFile(dir)}.${holder.pid}`;
  writeFileSync(draft, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  renameSync(draft, lockFile(dir));
}

function asHolder(value: unknown): LockHolder | null {
  if (typeof value !== 'object' || value === null) return null;
  const { pid, start, kind } = value as Readonly<Record<string, unknown>>;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return null;
  if (start !== null && typeof start !== 'string') return null;
  if (kind !== 'window' && kind !== 'station' && kind !== 'cli') return null;
  return { pid, start, kind };
}
