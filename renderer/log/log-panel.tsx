import './log.css';

import { useWindowEvent } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { LogBar } from './log-bar.tsx';
import type { LogFilter } from './log-filter.ts';
import { SHOW_ALL } from './log-filter.ts';
import { LogLines } from './log-lines.tsx';
import { Minimap } from './minimap.tsx';
import { SendLine } from './send-line.tsx';
import { Splitter } from './splitter.tsx';
import { useLog } from './use-log.ts';

const NONE_OPENED: ReadonlySet<number> = new Set();
const ROW_PX = 18;

/** The live log of the selected board: its own lines, the server's and the workbench's in one order of time. */
export function LogPanel(): ReactNode {
  const t = useText();
  const { board, state } = useBench();
  const deviceId = board?.deviceId ?? null;
  const [filter, setFilter] = useState<LogFilter>(SHOW_ALL);
  const [fold, setFold] = useState(true);
  const [opened, setOpened] = useState(NONE_OPENED);
  const [typing, setTyping] = useState(false);
  /** Null while following, else how many lines there were when it was paused. */
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const findInput = useRef<HTMLInputElement>(null);
  const shown = useLog(deviceId, filter, fold, opened);
  const { view } = shown;
  const following = pausedAt === null;
  const follow = (on: boolean): void => {
    if (on !== following) setPausedAt(on ? null : view.count);
  };

  const viewRef = useRef(view);
  viewRef.current = view;
  const { pointer } = state;
  useEffect(() => {
    const box = scroller.current;
    if (pointer === null || pointer.deviceId !== deviceId || box === null) return;
    setPausedAt((before) => before ?? viewRef.current.count);
    box.scrollTop = viewRef.current.rowOf(pointer.seq) * ROW_PX - box.clientHeight / 2;
  }, [pointer, deviceId]);

  useWindowEvent('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f') return;
    event.preventDefault();
    findInput.current?.focus();
    findInput.current?.select();
  });

  return (
    <section className="log pane" aria-label={t('page:log')}>
      <Splitter />
      <LogBar
        counts={board?.log ?? null}
        filter={filter}
        onFilter={setFilter}
        fold={fold}
        onFold={setFold}
        typing={typing}
        onTyping={setTyping}
        following={following}
        newLines={pausedAt === null ? 0 : Math.max(0, view.count - pausedAt)}
        onFollow={follow}
        findInput={findInput}
      />
      {board?.log.diskError != null && <ErrorNote error={board.log.diskError} />}
      <div className="body">
        {view.count === 0 && <p className="nothing">{t(emptyKey(deviceId, filter, shown.log.nextSeq))}</p>}
        <LogLines
          shown={shown}
          scroller={scroller}
          following={following}
          onFollow={follow}
          onUnfold={(firstSeq) => {
            follow(false);
            setOpened((before) => new Set(before).add(firstSeq));
          }}
        />
        <Minimap shown={shown} scroller={scroller} onJump={() => follow(false)} />
      </div>
      {typing && <SendLine board={board} />}
    </section>
  );
}

function emptyKey(
  deviceId: string | null,
  filter: LogFilter,
  lines: number,
): 'page:logNoBoard' | 'page:logNothingFound' | 'page:logSilent' {
  if (deviceId === null) return 'page:logNoBoard';
  return lines > 0 && filter !== SHOW_ALL ? 'page:logNothingFound' : 'page:logSilent';
}
