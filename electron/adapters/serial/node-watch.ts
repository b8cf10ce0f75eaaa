import { stat } from 'node:fs/promises';

import type { Cancel, Clock } from '../../core/ports.ts';

const INTERVAL_MS = 250;

/**
 * Calls `onGone` once when the device node of an open port vanishes or becomes another. Needed on Unix: an unplug in
 * the middle of a read makes bindings-cpp 13 read zero bytes for ever and never close (bindings-cpp issue 162).
 */
export function watchNode(device: string, clock: Clock, onGone: () => void): Cancel {
  if (process.platform === 'win32') return () => {};
  let stopped = false;
  let cancelTimer: Cancel = () => {};
  let first: string | null = null;
  const look = async (): Promise<void> => {
    const identity = await identityOf(device);
    if (stopped) return;
    first ??= identity;
    if (identity === 'gone' || (identity !== null && identity !== first)) {
      stopped = true;
      onGone();
      return;
    }
    cancelTimer = clock.after(INTERVAL_MS, () => void look());
  };
  void look();
  return () => {
    stopped = true;
    cancelTimer();
  };
}

/** Device number and inode; `gone` where the node is certainly not there, null where the system does not say. */
async function identityOf(device: string): Promise<string | null> {
  try {
    const { rdev, ino } = await stat(device);
    return `${rdev}:${ino}`;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'gone' : null;
  }
}
