import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { WorkbenchError } from '../../../shared/errors.ts';
import type { HolderKind, LockHolder } from './lock-file.ts';
import { lockFile, readLock, writeLock } from './lock-file.ts';
import { isAlive, ownIdentity } from './process-identity.ts';

const LOOK_AGAIN_MS = 20;
/** The gate is held for the few file operations of one take; an older one was left by a crash. */
const GATE_STALE_MS = 5_000;

/** Who writes in `dir` now, or null. A dead holder does not count. */
export function liveHolder(dir: string): LockHolder | null {
  const holder = readLock(dir);
  return holder !== null && isAlive(holder) ? holder : null;
}

/**
 * Makes this process the one writer of an existing `dir`; a dead holder's lock is taken over.
 * Every take passes one gate file, so that two programs never take over the same lock.
 * @returns what releases the lock
 * @throws WorkbenchError data/in-use when a living program holds it
 */
export async function takeDataLock(dir: string, kind: HolderKind): Promise<() => void> {
  const closeGate = await openGate(`${lockFile(dir)}.gate`);
  try {
    const holder = liveHolder(dir);
    if (holder !== null) throw new WorkbenchError('data/in-use', { dir, kind: holder.kind, pid: holder.pid });
    writeLock(dir, { ...ownIdentity(), kind });
  } finally {
    closeGate();
  }
  return () => {
    if (readLock(dir)?.pid === process.pid) rmSync(lockFile(dir), { force: true });
  };
}

async function openGate(file: string): Promise<() => void> {
  for (;;) {
    try {
      closeSync(openSync(file, 'wx', 0o600));
      return () => rmSync(file, { force: true });
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    }
    if (ageMs(file) > GATE_STALE_MS) rmSync(file, { force: true });
    else await delay(LOOK_AGAIN_MS);
  }
}

function ageMs(file: string): number {
  return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}
