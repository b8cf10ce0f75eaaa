import type { Clock } from '../core/ports.ts';

/** The machine's own time, for what runs without a core. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
