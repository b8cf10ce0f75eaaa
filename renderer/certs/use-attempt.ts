import { useState } from 'react';

import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';

/** One thing that is tried at a time, and why the last try failed. */
export interface Attempt {
  readonly busy: boolean;
  readonly error: ErrorPayload | null;
  /** Null when it failed; the failure is then kept until the next try. */
  run<T>(work: () => Promise<T>): Promise<T | null>;
  clear(): void;
}

/** Failures are shown where the button is, not at the top of a long screen. */
export function useAttempt(): Attempt {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorPayload | null>(null);
  return {
    busy,
    error,
    clear: () => setError(null),
    run: async (work) => {
      setBusy(true);
      setError(null);
      try {
        return await work();
      } catch (thrown) {
        setError(toErrorPayload(thrown));
        return null;
      } finally {
        setBusy(false);
      }
    },
  };
}
