import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useState } from 'react';

const STEP_MS = 100;
/** With reduced motion, figures move once a second. */
const CALM_STEP_MS = 1_000;

/** The present in milliseconds since the epoch, moving only while `running`. */
export function useNow(running: boolean): number {
  const calm = useReducedMotion();
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), calm ? CALM_STEP_MS : STEP_MS);
    return () => clearInterval(timer);
  }, [running, calm]);
  return nowMs;
}
