import { useRef } from 'react';

/** The highest value seen under `key`: a bar never goes backwards. Null until there is one. */
export function useHighWater(key: string, value: number | null): number | null {
  const kept = useRef<{ readonly key: string; readonly value: number | null }>({ key, value: null });
  const before = kept.current.key === key ? kept.current.value : null;
  const highest = value === null ? before : Math.max(before ?? 0, value);
  kept.current = { key, value: highest };
  return highest;
}
