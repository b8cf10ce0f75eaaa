import { uptime } from 'node:os';

import type { Cancel, Clock } from '../core/ports.ts';

/** Two clocks of a machine: one that goes on while it sleeps, and one that need not. Milliseconds. */
export interface Clocks {
  /** Since the start of the system, sleep included. */
  readonly uptimeMs: number;
  /** Of this process's timers; stands still in a sleep on Linux and macOS. */
  readonly monotonicMs: number;
}

const CHECK_MS = 1_000;
/** A gap this long between two checks is no busy moment of this process. */
const LONGEST_GAP_MS = 10_000;
/** `os.uptime` has a resolution of 10 ms to one second. */
const TOLERANCE_MS = 2_500;

/** How long the machine slept between two readings, 0 for not at all. A clock that was set changes neither of the two. */
export function sleptMs(before: Clocks, after: Clocks): number {
  const uptimeMs = after.uptimeMs - before.uptimeMs;
  const monotonicMs = after.monotonicMs - before.monotonicMs;
  if (uptimeMs - monotonicMs > TOLERANCE_MS) return uptimeMs - monotonicMs;
  // Windows counts the sleep in both.
  return monotonicMs > LONGEST_GAP_MS ? monotonicMs - CHECK_MS : 0;
}

/** Calls `onSlept` soon after the machine woke. */
export function watchHostSleep(
  clock: Pick<Clock, 'after'>,
  onSlept: (seconds: number) => void,
  read: () => Clocks = readClocks,
): Cancel {
  let before = read();
  let cancel: Cancel;
  const check = (): void => {
    const after = read();
    const ms = sleptMs(before, after);
    before = after;
    cancel = clock.after(CHECK_MS, check);
    if (ms > 0) onSlept(Math.round(ms / 1000));
  };
  cancel = clock.after(CHECK_MS, check);
  return () => cancel();
}

function readClocks(): Clocks {
  return { uptimeMs: uptime() * 1_000, monotonicMs: performance.now() };
}
