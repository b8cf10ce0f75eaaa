import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useRef } from 'react';

import type { LogSettings } from '../../shared/contract/log-settings.ts';
import type { LogStamps, LogViewState } from '../../shared/contract/log-values.ts';
import type { LogQuery } from '../../shared/log/log-filter.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { useClient } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { copyRows } from './copy-rows.ts';
import type { LogFeed } from './log-feed.ts';
import { LogLines, rowHeight } from './log-lines.tsx';
import { Minimap } from './minimap.tsx';
import type { Scroll } from './use-scroll.ts';
import { useScroll } from './use-scroll.ts';
import { useSelection } from './use-selection.ts';

/** What the bar asks of a pane. */
export interface PaneHandle {
  readonly scroll: Scroll;
  /** The line that jumps and searches go on from: the last one that was pressed or pointed to, if it is in sight. */
  readonly caretSeq: () => number;
  /** Shows a row that is pointed to. */
  readonly showPointed: (row: number, where?: 'middle' | 'near') => void;
}

interface LogPaneProps {
  readonly feed: LogFeed | null;
  readonly settings: LogSettings;
  readonly query: LogQuery | null;
  /** The line that is pointed to: by another panel, or found. */
  readonly pointedSeq: number | null;
  readonly onUnfold: (firstSeq: number) => void;
  readonly onHandle: (handle: PaneHandle) => void;
  /** Scrolled by a person, to this host time. */
  readonly onScrolled?: (atMs: number) => void;
  readonly empty: string | null;
}

/** One log: its rows and its strip. */
export function LogPane(props: LogPaneProps): ReactNode {
  const { feed, settings, query, pointedSeq, onUnfold, onHandle, onScrolled, empty } = props;
  const t = useText();
  const client = useClient();
  const { run } = useActions();
  const { dispatch } = useBench();
  const box = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const rowPx = rowHeight(settings.fontPx);
  const scroll = useScroll(feed, box, rowPx);
  const chosen = useSelection();
  const seqOf = (index: number): number | null => {
    const row = feed?.row(index);
    if (row == null) return null;
    return row.kind === 'line' ? row.entry.seq : row.first.seq;
  };
  const caretSeq = (): number => {
    const [top, end] = [Math.floor(scroll.top), Math.ceil(scroll.top + scroll.visible)];
    const { caret } = chosen;
    if (caret !== null && caret >= top && caret < end) return seqOf(caret) ?? 0;
    for (let row = top; caret === null && pointedSeq !== null && row < end; row += 1)
      if (seqOf(row) === pointedSeq) return pointedSeq;
    return seqOf(scroll.following ? Math.min(end, feed?.rows ?? 0) - 1 : top) ?? 0;
  };

  useEffect(() => {
    onHandle({
      scroll,
      caretSeq,
      showPointed: (row, where) => {
        chosen.forgetCaret();
        scroll.goTo(row, where);
      },
    });
  });

  // Where the view was scrolled to is told by its time, so that another board's log can be put beside it.
  const first = feed?.row(Math.floor(scroll.top)) ?? null;
  const atMs =
    first === null ? 0 : first.kind === 'line' ? first.entry.receivedAtMs : first.first.receivedAtMs;
  const { following } = scroll;
  useEffect(() => {
    if (!following && atMs > 0) onScrolled?.(atMs);
  }, [following, atMs, onScrolled]);

  const copy = async (): Promise<void> => {
    const viewId = feed?.viewId;
    if (viewId == null || chosen.selection === null) return;
    const [from, to] = chosen.selection;
    await copyRows(client, viewId, from, to + 1, settings.stamps).catch(() => undefined);
  };
  const onKey = (event: KeyboardEvent): void => {
    const command = event.ctrlKey || event.metaKey;
    const { key } = event;
    const page = Math.max(1, scroll.visible - 1);
    const moves: Readonly<Record<string, () => void>> = {
      ArrowUp: () => scroll.goBy(-1),
      ArrowDown: () => scroll.goBy(1),
      PageUp: () => scroll.goBy(-page),
      PageDown: () => scroll.goBy(page),
      Home: () => scroll.goTo(0, 'top'),
      End: () => scroll.follow(true),
    };
    const commands: Readonly<Record<string, () => void>> = {
      a: () => chosen.select([0, Math.max(0, (feed?.rows ?? 1) - 1)]),
      c: () => void copy(),
      b: () => void bookmark(),
    };
    // A few characters that are selected are copied by the browser.
    const own = !(key === 'c' && chosen.selection === null);
    const action = command ? (own ? commands[key.toLowerCase()] : undefined) : moves[key];
    if (action === undefined || event.altKey) return;
    event.preventDefault();
    action();
  };
  const bookmark = async (): Promise<void> => {
    const seq = caretSeq();
    if (feed === null) return;
    await run('log.bookmark', {
      logId: feed.logId,
      seq,
      on: !(feed.state?.bookmarks.includes(seq) ?? false),
    });
  };
  const startedAtMs = feed?.state?.startedAtMs ?? 0;
  return (
    <div className="body">
      {empty !== null && <p className="nothing">{empty}</p>}
      <LogLines
        feed={feed}
        scroll={scroll}
        box={box}
        look={{
          stamps: shownStamps(settings.stamps, feed?.state ?? null),
          startedAtMs,
          t,
          onStage: (stage) => dispatch({ kind: 'lightStage', stage }),
          onUnfold: (firstSeq) => {
            scroll.follow(false);
            onUnfold(firstSeq);
          },
        }}
        settings={settings}
        query={query}
        pointedSeq={pointedSeq}
        chosen={chosen}
        onPressed={() => bar.current?.focus({ preventScroll: true })}
      />
      <Minimap feed={feed} scroll={scroll} element={bar} onKey={onKey} />
    </div>
  );
}

/** A saved log that does not say when its lines came has no column for it. */
function shownStamps(stamps: LogStamps, state: LogViewState | null): LogStamps {
  const isTimeless = state !== null && state.total > 0 && state.startedAtMs === 0;
  return isTimeless && stamps !== 'device' ? 'none' : stamps;
}
