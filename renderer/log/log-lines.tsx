import './log-lines.css';

import type { CSSProperties, ReactNode, RefObject } from 'react';

import type { LogSettings } from '../../shared/contract/log-settings.ts';
import type { LogQuery } from '../../shared/log/log-filter.ts';
import { useText } from '../text/text-context.tsx';
import type { LogFeed } from './log-feed.ts';
import type { RowLook } from './log-row.tsx';
import { Row, WaitingRow } from './log-row.tsx';
import { placesOf } from './segments.ts';
import { useFound } from './use-found.ts';
import type { Scroll } from './use-scroll.ts';
import type { useSelection } from './use-selection.ts';

export interface LogLinesProps {
  readonly feed: LogFeed | null;
  readonly scroll: Scroll;
  readonly box: RefObject<HTMLDivElement | null>;
  readonly look: RowLook;
  readonly settings: Pick<LogSettings, 'wrap' | 'fontPx' | 'highlights'>;
  readonly query: LogQuery | null;
  readonly pointedSeq: number | null;
  readonly chosen: ReturnType<typeof useSelection>;
  /** A row was pressed: the keys are the log's from now on. */
  readonly onPressed: () => void;
}

/** Room of a row beside its letters. */
const LEAD_PX = 7;

/** The height of a row with letters of this size. */
export function rowHeight(fontPx: number): number {
  return fontPx + LEAD_PX;
}

/** The rows that are in sight. */
export function LogLines(props: LogLinesProps): ReactNode {
  const { feed, scroll, box, look, settings, query, pointedSeq, chosen, onPressed } = props;
  const t = useText();
  const { fontPx, wrap, highlights } = settings;
  const rowPx = rowHeight(fontPx);
  const first = Math.floor(scroll.top);
  const shown = Array.from({ length: scroll.visible + 2 }, (_, i) => first + i).filter(
    (index) => index < (feed?.rows ?? 0),
  );
  const rows = shown.map((index) => [index, feed?.row(index) ?? null] as const);
  const seqs = rows.flatMap(([, row]) => (row?.kind === 'line' ? [row.entry.seq] : []));
  const found = useFound(feed, query, seqs);
  const bookmarks = new Set(feed?.state?.bookmarks ?? []);
  const [from, to] = chosen.selection ?? [1, 0];
  const style = {
    '--log-row': `${rowPx}px`,
    '--log-font': `${fontPx}px`,
  } as CSSProperties;
  return (
    <div
      ref={box}
      className="lines"
      data-wrap={wrap || undefined}
      data-end={(wrap && scroll.following) || undefined}
      data-stamps={look.stamps}
      style={style}
      onPointerDown={chosen.onPointerDown}
      onPointerMove={chosen.onPointerMove}
      onPointerUp={onPressed}
    >
      <ul
        className="all"
        aria-label={t('page:logLines')}
        data-testid="log-lines"
        style={wrap ? undefined : { transform: `translateY(${(first - scroll.top) * rowPx}px)` }}
      >
        {rows.map(([index, row]) => {
          if (row === null) return <WaitingRow key={index} index={index} />;
          const { seq, text } = row.kind === 'line' ? row.entry : { seq: row.first.seq, text: '' };
          const isPlain = query !== null && !query.regex;
          return (
            <Row
              key={index}
              index={index}
              row={row}
              look={look}
              pointed={seq === pointedSeq}
              selected={index >= from && index <= to}
              bookmarked={bookmarks.has(seq)}
              found={isPlain ? placesOf(text, query.text, query.matchCase) : (found.get(seq) ?? [])}
              tones={highlights.flatMap((rule) =>
                placesOf(text, rule.text).map(([a, b]) => [a, b, rule.tone] as const),
              )}
            />
          );
        })}
      </ul>
    </div>
  );
}
