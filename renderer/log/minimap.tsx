import type { PointerEvent, ReactNode, RefObject } from 'react';
import { useEffect, useRef } from 'react';

import type { LogEntry } from '../../shared/log/log-entry.ts';
import type { ShownLog } from './use-log.ts';

const WIDTH = 12;
const STRIPE_PX = 3;

interface MinimapProps {
  readonly shown: ShownLog;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onJump: () => void;
}

/** The levels of the whole session in a strip beside the lines; a press goes there. */
export function Minimap({ shown, scroller, onJump }: MinimapProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { view, log, version } = shown;

  useEffect(() => {
    const box = canvas.current;
    if (box === null || version === '') return;
    const frame = requestAnimationFrame(() => {
      const stripes = stripesOf(view.rows.length, Math.floor(box.clientHeight / STRIPE_PX), (index) => {
        const row = view.rows[index];
        return row === undefined ? undefined : log.get(row.kind === 'line' ? row.seq : row.firstSeq);
      });
      draw(box, stripes, scroller.current);
    });
    return () => cancelAnimationFrame(frame);
  }, [view, log, version, scroller]);

  const jump = (event: PointerEvent): void => {
    const box = scroller.current;
    const bounds = canvas.current?.getBoundingClientRect();
    if (box === null || bounds === undefined) return;
    onJump();
    const share = (event.clientY - bounds.top) / bounds.height;
    box.scrollTop = share * box.scrollHeight - box.clientHeight / 2;
  };
  // The lines themselves can be reached by keyboard; this is a second way for the pointer.
  return <canvas ref={canvas} className="minimap" width={WIDTH} tabIndex={-1} onPointerDown={jump} />;
}

/** The gravest line of each stripe: an error shows, however many lines share its place. */
export function stripesOf(
  rows: number,
  stripes: number,
  entryOf: (row: number) => LogEntry | undefined,
): readonly (keyof typeof TONES)[] {
  const count = Math.min(rows, stripes);
  return Array.from({ length: count }, (_, stripe) => {
    const from = Math.floor((stripe * rows) / count);
    const to = Math.max(from + 1, Math.floor(((stripe + 1) * rows) / count));
    // A stripe of a very long log is judged by samples.
    const step = Math.max(1, Math.floor((to - from) / 64));
    let gravest: keyof typeof TONES = 'plain';
    for (let row = from; row < to; row += step) {
      const tone = toneOf(entryOf(row));
      if (GRAVITY.indexOf(tone) > GRAVITY.indexOf(gravest)) gravest = tone;
    }
    return gravest;
  });
}

const GRAVITY = ['plain', 'server', 'warn', 'err'] as const;
const TONES = { plain: '--line', server: '--accent', warn: '--warn', err: '--err' } as const;

function toneOf(entry: LogEntry | undefined): keyof typeof TONES {
  if (entry?.level === 'E') return 'err';
  if (entry?.level === 'W') return 'warn';
  return entry?.source === 'server' ? 'server' : 'plain';
}

function draw(
  canvas: HTMLCanvasElement,
  stripes: readonly (keyof typeof TONES)[],
  box: HTMLElement | null,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const height = canvas.clientHeight;
  canvas.height = height;
  const style = getComputedStyle(canvas);
  const all = stripes.length * STRIPE_PX;
  stripes.forEach((tone, stripe) => {
    context.fillStyle = style.getPropertyValue(TONES[tone]);
    context.fillRect(2, stripe * STRIPE_PX, WIDTH - 4, STRIPE_PX - 1);
  });
  if (box === null || stripes.length === 0) return;
  context.globalAlpha = 0.16;
  context.fillStyle = style.getPropertyValue('--accent');
  context.fillRect(
    0,
    (box.scrollTop / box.scrollHeight) * all,
    WIDTH,
    Math.max(8, (box.clientHeight / box.scrollHeight) * all),
  );
  context.globalAlpha = 1;
}
