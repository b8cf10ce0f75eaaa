import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { useEffect, useState } from 'react';

import { useActions } from '../bench/use-actions.ts';
import { useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';

/** The contract's least height of the log. */
const LEAST_PX = 80;
/** Room that the bench keeps. */
const BENCH_PX = 240;
const KEY_STEP_PX = 18;

/** The edge between bench and log: dragged, or moved with the arrow keys; the height is remembered. */
export function Splitter(): ReactNode {
  const t = useText();
  const { run } = useActions();
  const saved = useStateOf('settings')?.logHeight ?? null;
  const [draggedPx, setDraggedPx] = useState<number | null>(null);
  const heightPx = draggedPx ?? saved;

  useEffect(() => {
    const { style } = document.documentElement;
    if (heightPx === null) style.removeProperty('--log-height');
    else style.setProperty('--log-height', `${heightPx}px`);
  }, [heightPx]);

  const save = (px: number): void => void run('settings.update', { logHeight: px });
  const onPointerMove = (event: PointerEvent): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) {
      setDraggedPx(bounded(window.innerHeight - event.clientY));
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowUp: KEY_STEP_PX, ArrowDown: -KEY_STEP_PX }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const now = heightPx ?? event.currentTarget.parentElement?.offsetHeight ?? LEAST_PX;
    const px = bounded(now + step);
    setDraggedPx(px);
    save(px);
  };
  return (
    <hr
      className="splitter"
      aria-orientation="horizontal"
      aria-label={t('page:logHeight')}
      aria-valuenow={heightPx ?? LEAST_PX}
      aria-valuemin={LEAST_PX}
      aria-valuemax={window.innerHeight - BENCH_PX}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        if (draggedPx !== null) save(draggedPx);
      }}
      onDoubleClick={() => {
        setDraggedPx(null);
        void run('settings.update', { logHeight: null });
      }}
      onKeyDown={onKeyDown}
    />
  );
}

function bounded(px: number): number {
  return Math.round(Math.max(LEAST_PX, Math.min(px, window.innerHeight - BENCH_PX)));
}
