import type { KeyboardEvent, PointerEvent, ReactNode, RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';

import type { LogOverview } from '../../shared/contract/log-values.ts';
import { useClient } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import type { LogFeed } from './log-feed.ts';
import type { Scroll } from './use-scroll.ts';

const WIDTH = 14;
const STRIPE_PX = 3;
/** The whole log is looked at anew at most this often. */
const LOOK_EVERY_MS = 400;
const NOTHING: LogOverview = { stripes: [], found: [], marks: [] };
const TONES = ['--line', '--accent', '--warn', '--err'] as const;
const MARK_TONES = {
  push: '--accent',
  verdict: '--ok',
  panic: '--err',
  restart: '--ink-2',
  bookmark: '--ink',
} as const;

interface MinimapProps {
  readonly feed: LogFeed | null;
  readonly scroll: Scroll;
  readonly element: RefObject<HTMLDivElement | null>;
  readonly onKey: (event: KeyboardEvent) => void;
}

/**
 * The levels of the whole log in a strip beside the lines, which is its scroll bar too: what is typed to the log is
 * typed here.
 */
export function Minimap({ feed, scroll, element, onKey }: MinimapProps): ReactNode {
  const t = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const overview = useOverview(feed, canvas.current?.clientHeight ?? 0);
  const rows = feed?.rows ?? 0;
  const { top, visible } = scroll;

  useEffect(() => {
    const box = canvas.current;
    if (box === null) return;
    const frame = requestAnimationFrame(() => draw(box, overview, { top, visible, rows }));
    return () => cancelAnimationFrame(frame);
  }, [overview, top, visible, rows]);

  const jump = (event: PointerEvent): void => {
    const bounds = canvas.current?.getBoundingClientRect();
    if (bounds === undefined || (event.buttons & 1) === 0) return;
    const drawnPx = Math.min(bounds.height, Math.max(1, overview.stripes.length * STRIPE_PX));
    const share = Math.min(1, Math.max(0, (event.clientY - bounds.top) / drawnPx));
    scroll.goTo(Math.round(share * rows));
  };
  return (
    <div
      className="minimap"
      role="scrollbar"
      aria-label={t('page:logPlace')}
      aria-orientation="vertical"
      aria-controls="log-lines"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, rows - visible)}
      aria-valuenow={Math.floor(top)}
      tabIndex={0}
      ref={element}
      onKeyDown={onKey}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture?.(event.pointerId);
        jump(event);
      }}
      onPointerMove={jump}
    >
      <canvas ref={canvas} width={WIDTH} />
    </div>
  );
}

function useOverview(feed: LogFeed | null, heightPx: number): LogOverview {
  const client = useClient();
  const [overview, setOverview] = useState(NOTHING);
  const lookedAtMs = useRef(0);
  const viewId = feed?.viewId ?? null;
  const { rows = 0, changedFrom = 0, find = null, bookmarks } = feed?.state ?? {};
  const stripes = Math.max(1, Math.floor(heightPx / STRIPE_PX));
  const key = `${rows} ${changedFrom} ${find?.found} ${bookmarks?.length} ${stripes}`;
  useEffect(() => {
    if (viewId === null || key === '') return;
    let current = true;
    const sinceMs = Date.now() - lookedAtMs.current;
    const timer = setTimeout(
      () => {
        lookedAtMs.current = Date.now();
        client
          .call('log.overview', { viewId, stripes })
          .then((seen) => void (current && Array.isArray(seen.stripes) && setOverview(seen)))
          .catch(() => undefined);
      },
      Math.max(0, Math.min(LOOK_EVERY_MS, LOOK_EVERY_MS - sinceMs)),
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, viewId, key, stripes]);
  return viewId === null ? NOTHING : overview;
}

function draw(
  canvas: HTMLCanvasElement,
  { stripes, found, marks }: LogOverview,
  { top, visible, rows }: { readonly top: number; readonly visible: number; readonly rows: number },
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  canvas.height = canvas.clientHeight;
  const style = getComputedStyle(canvas);
  const fill = (tone: string, x: number, y: number, width: number, height: number): void => {
    context.fillStyle = style.getPropertyValue(tone);
    context.fillRect(x, y, width, height);
  };
  for (const [stripe, grave] of stripes.entries())
    fill(TONES[grave] ?? '--line', 3, stripe * STRIPE_PX, 6, STRIPE_PX - 1);
  for (const stripe of found) fill('--accent', 10, stripe * STRIPE_PX, 4, STRIPE_PX - 1);
  for (const { stripe, mark } of marks) fill(MARK_TONES[mark], 0, stripe * STRIPE_PX, 2, STRIPE_PX);
  if (rows === 0) return;
  const all = stripes.length * STRIPE_PX;
  context.globalAlpha = 0.18;
  fill('--accent', 0, (top / rows) * all, WIDTH, Math.max(8, (Math.min(visible, rows) / rows) * all));
  context.globalAlpha = 1;
}
