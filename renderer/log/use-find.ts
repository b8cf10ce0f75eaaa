import { useDebouncedValue } from '@mantine/hooks';
import type { Dispatch, RefObject, SetStateAction } from 'react';
import { useEffect, useMemo, useRef, useState } from 'react';

import type { LogQuery } from '../../shared/log/log-filter.ts';
import { useClient } from '../client/context.tsx';
import type { FindInput } from './find-box.tsx';
import type { LogFeed } from './log-feed.ts';
import type { PaneHandle } from './log-pane.tsx';

/** The core is asked once typing pauses. */
const TYPING_MS = 150;

/** What is looked for once typing pauses; null for nothing. */
export function useQuery({ text, regex, matchCase }: FindInput): LogQuery | null {
  const [settled] = useDebouncedValue(text, TYPING_MS);
  return useMemo(
    () => (settled === '' ? null : { text: settled, regex, matchCase }),
    [settled, regex, matchCase],
  );
}

/** Searches a log in the core and goes from one found line to the next. */
export function useFind(
  feed: LogFeed | null,
  query: LogQuery | null,
  pane: RefObject<PaneHandle | null>,
  setPointed: Dispatch<SetStateAction<number | null>>,
): {
  readonly nth: number | null;
  readonly next: (forward: boolean) => void;
  /** A person is about to type. */
  readonly warm: () => void;
} {
  const client = useClient();
  const [at, setAt] = useState<{ readonly seq: number; readonly nth: number } | null>(null);
  const viewId = feed?.viewId ?? null;
  const searched = useRef<string | null>(null);
  const foundSeq = useRef<number | null>(null);

  const go = useMemo(
    () =>
      async (view: string, fromSeq: number, forward: boolean): Promise<void> => {
        const { place } = await client.call('log.findNext', { viewId: view, fromSeq, forward });
        if (place == null || searched.current !== view) return;
        pane.current?.showPointed(place.row, 'near');
        setAt({ seq: place.seq, nth: place.nth ?? 0 });
        foundSeq.current = place.seq;
        setPointed(place.seq);
      },
    [client, pane, setPointed],
  );

  useEffect(() => {
    setAt(null);
    if (viewId === null || (query === null && searched.current !== viewId)) return;
    searched.current = query === null ? null : viewId;
    const nearSeq = Math.max(0, pane.current?.caretSeq() ?? 0);
    let current = true;
    client
      .call('log.find', { viewId, query, nearSeq })
      .then(() => (query !== null && current ? go(viewId, nearSeq - 1, true) : undefined))
      .catch(() => undefined);
    // What was jumped to meanwhile stays pointed to.
    if (query === null) setPointed((seq) => (seq === foundSeq.current ? null : seq));
    return () => {
      current = false;
    };
  }, [client, viewId, query, pane, go, setPointed]);

  return {
    warm: () => {
      if (viewId !== null && query === null)
        client.call('log.find', { viewId, query: null, nearSeq: 0 }).catch(() => undefined);
    },
    nth: at?.nth ?? null,
    next: (forward) => {
      if (viewId === null || query === null) return;
      void go(viewId, at?.seq ?? pane.current?.caretSeq() ?? 0, forward).catch(() => undefined);
    },
  };
}
