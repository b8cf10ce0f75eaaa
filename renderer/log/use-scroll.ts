import type { RefObject } from 'react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

import type { LogFeed } from './log-feed.ts';

/** Rows of one turn of the wheel at most: a touch pad sends many small turns. */
const PIXEL_LINES = 1;

/** Which rows are in sight. */
export interface Scroll {
  /** The first row in sight; a fraction of it may be above the edge. */
  readonly top: number;
  /** Whole rows that fit. */
  readonly visible: number;
  readonly following: boolean;
  /** Puts a row at the edge, or where there is room above it into the middle. */
  readonly goTo: (row: number, where?: 'top' | 'middle' | 'near') => void;
  readonly goBy: (rows: number) => void;
  readonly follow: (on: boolean) => void;
}

/**
 * The place in a log of any length: rows are counted, not pixels, since no browser draws a box of a hundred million of
 * them. Whoever goes up pauses the log; whoever comes to its end follows it again.
 */
export function useScroll(feed: LogFeed | null, box: RefObject<HTMLElement | null>, rowPx: number): Scroll {
  const [visible, setVisible] = useState(1);
  const [pausedTop, setPausedTop] = useState<number | null>(null);
  const rows = feed?.rows ?? 0;
  const last = Math.max(0, rows - visible);
  const top = Math.min(pausedTop ?? last, last);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = (): void => setVisible(Math.max(1, Math.floor(element.clientHeight / rowPx)));
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    return () => resized.disconnect();
  }, [box, rowPx]);

  // A log that is looked at anew is followed.
  useEffect(() => {
    if (feed !== null) setPausedTop(null);
  }, [feed]);

  const now = useRef({ top, last, visible, feed });
  now.current = { top, last, visible, feed };

  const follow = useCallback((on: boolean): void => {
    const { feed: current, top: at } = now.current;
    current?.pause(!on);
    setPausedTop(on ? null : at);
  }, []);
  const goBy = useCallback((by: number): void => {
    const { top: at, last: end, feed: current } = now.current;
    const next = Math.max(0, at + by);
    if (by > 0 && next >= end) {
      current?.pause(false);
      setPausedTop(null);
    } else if (next !== at || by < 0) {
      current?.pause(true);
      now.current.top = next;
      setPausedTop(next);
    }
  }, []);
  const goTo = useCallback((row: number, where: 'top' | 'middle' | 'near' = 'middle'): void => {
    const { visible: height, top: at, feed: current } = now.current;
    current?.pause(true);
    const isNear = where === 'near' && row >= at && row < at + height;
    const next = where === 'top' ? row : row - Math.floor(height / 2);
    if (!isNear) setPausedTop(Math.max(0, next));
    else setPausedTop(at);
  }, []);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent): void => {
      if (event.deltaY === 0 || event.ctrlKey) return;
      event.preventDefault();
      const perUnit = event.deltaMode === 0 ? 1 / rowPx : event.deltaMode === 1 ? PIXEL_LINES : visible;
      goBy(event.deltaY * perUnit);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box, rowPx, visible, goBy]);

  useEffect(() => {
    feed?.want(Math.floor(top) - visible, Math.ceil(top) + visible * 2 + 1);
  });

  return { top, visible, following: pausedTop === null, goTo, goBy, follow };
}
