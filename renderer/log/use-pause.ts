import type { RefObject } from 'react';
import { useEffect } from 'react';

/** A line or two from the end counts as the end. */
const NEAR_END_PX = 36;
const UP_KEYS: ReadonlySet<string> = new Set(['ArrowUp', 'PageUp', 'Home']);

/** Whoever goes up pauses the log; whoever comes to its end follows it again. */
export function usePause(
  scroller: RefObject<HTMLElement | null>,
  following: boolean,
  onFollow: (following: boolean) => void,
): void {
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const listening = new AbortController();
    const { signal } = listening;
    const pause = (): void => onFollow(false);
    box.addEventListener('wheel', ({ deltaY }) => void (deltaY < 0 && pause()), { signal, passive: true });
    box.addEventListener('keydown', ({ key }) => void (UP_KEYS.has(key) && pause()), { signal });
    // On the scroll bar itself, not on a row.
    box.addEventListener('pointerdown', ({ target }) => void (target === box && pause()), { signal });
    box.addEventListener(
      'scroll',
      () => {
        const left = box.scrollHeight - box.scrollTop - box.clientHeight;
        if (!following && left < NEAR_END_PX) onFollow(true);
      },
      { signal, passive: true },
    );
    // The pane was made higher or lower: its end stays in sight.
    const resized = new ResizeObserver(() => {
      if (following) box.scrollTop = box.scrollHeight;
    });
    resized.observe(box);
    return () => {
      listening.abort();
      resized.disconnect();
    };
  }, [scroller, following, onFollow]);
}
