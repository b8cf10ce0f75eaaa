import { useWindowEvent } from '@mantine/hooks';
import type { RefObject } from 'react';
import { useEffect, useMemo, useRef, useState } from 'react';

import type { LogFileState } from '../../shared/contract/log-values.ts';
import type { LogFilter } from '../../shared/log/log-filter.ts';
import { SHOW_ALL } from '../../shared/log/log-filter.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { useClient, useStateOf } from '../client/context.tsx';
import type { FindInput } from './find-box.tsx';
import { FIND_NOTHING } from './find-box.tsx';
import type { JumpTo } from './jump-menu.tsx';
import type { LogFeed } from './log-feed.ts';
import type { PaneHandle } from './log-pane.tsx';
import { useFind, useQuery } from './use-find.ts';
import { useLog } from './use-log.ts';

const NONE_OPENED: ReadonlySet<number> = new Set();
const NO_FILES: readonly LogFileState[] = [];

/** The log that is looked at, and how. */
export interface LogPanelState {
  readonly files: readonly LogFileState[];
  /** The saved log that is looked at; null for the selected board's. */
  readonly file: LogFileState | null;
  readonly chooseFile: (logId: string | null) => void;
  readonly logId: string | null;
  readonly feed: LogFeed | null;
  readonly filter: LogFilter;
  readonly setFilter: (filter: LogFilter) => void;
  /** With what is looked for, where other lines are hidden. */
  readonly shownFilter: LogFilter;
  readonly fold: boolean;
  readonly setFold: (fold: boolean) => void;
  readonly unfold: (firstSeq: number) => void;
  readonly input: FindInput;
  readonly setInput: (input: FindInput) => void;
  readonly query: ReturnType<typeof useQuery>;
  readonly find: ReturnType<typeof useFind>;
  readonly pointedSeq: number | null;
  readonly pane: RefObject<PaneHandle | null>;
  readonly goTo: (seq: number) => void;
  readonly jump: (to: JumpTo, forward: boolean) => void;
}

/** What the log's bar and panes share. */
export function useLogPanel(): LogPanelState {
  const client = useClient();
  const { run } = useActions();
  const { board, state, dispatch } = useBench();
  const files = useStateOf('logFiles') ?? NO_FILES;
  const deviceId = board?.deviceId ?? null;
  const file = files.find(({ logId }) => logId === state.savedLogId) ?? null;
  const logId = file?.logId ?? deviceId;
  const [filter, setFilter] = useState<LogFilter>(SHOW_ALL);
  const [fold, setFold] = useState(true);
  const [opened, setOpened] = useState(NONE_OPENED);
  const [input, setInput] = useState<FindInput>(FIND_NOTHING);
  const [pointedSeq, setPointedSeq] = useState<number | null>(null);
  const pane = useRef<PaneHandle | null>(null);
  const query = useQuery(input);
  const shownFilter = useMemo(
    () => (input.only && query !== null ? { ...filter, query } : filter),
    [filter, input.only, query],
  );
  // What a saved log's lines say is known at its end alone: it is looked at anew then.
  const feed = useLog(logId, shownFilter, fold, opened, file?.phase === 'done' ? 'done' : '');
  const find = useFind(feed, query, pane, setPointedSeq);
  const viewId = feed?.viewId ?? null;

  const goTo = useMemo(
    () =>
      (seq: number): void => {
        setPointedSeq(seq);
        if (viewId === null) return;
        client
          .call('log.rowOf', { viewId, seq })
          .then(({ row }) => pane.current?.showPointed(row))
          .catch(() => undefined);
      },
    [client, viewId],
  );
  const { pointer } = state;
  useEffect(() => {
    if (pointer === null || pointer.deviceId !== deviceId) return;
    dispatch({ kind: 'showLog', logId: null });
    goTo(pointer.seq);
  }, [pointer, deviceId, goTo, dispatch]);

  const jump = async (to: JumpTo, forward: boolean): Promise<void> => {
    if (viewId === null) return;
    const found = await run('log.jump', { viewId, fromSeq: pane.current?.caretSeq() ?? 0, forward, to });
    if (found?.place == null) return;
    pane.current?.showPointed(found.place.row);
    setPointedSeq(found.place.seq);
  };
  useWindowEvent('keydown', (event) => {
    if (event.key !== 'F3' && event.key !== 'F2') return;
    event.preventDefault();
    if (event.key === 'F3') find.next(!event.shiftKey);
    else void jump('bookmark', !event.shiftKey);
  });
  return {
    files,
    file,
    chooseFile: (chosenId) => dispatch({ kind: 'showLog', logId: chosenId }),
    logId,
    feed,
    filter,
    setFilter,
    shownFilter,
    fold,
    setFold,
    unfold: (firstSeq) => setOpened((before) => new Set(before).add(firstSeq)),
    input,
    setInput,
    query,
    find,
    pointedSeq,
    pane,
    goTo,
    jump: (to, forward) => void jump(to, forward),
  };
}
