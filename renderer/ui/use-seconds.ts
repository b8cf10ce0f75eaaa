import { useEffect, useState } from 'react';

const STEP_MS = 1_000;

/** The present in milliseconds since the epoch, moving once a second: for "12 s ago". */
export function useSeconds(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), STEP_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
