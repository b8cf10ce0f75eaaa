import { useCallback, useEffect, useRef, useState } from 'react';

import type { HistoryFilter } from '../../shared/contract/history-contract.ts';
import type { HistoryDetails, HistoryEntry } from '../../shared/contract/history-values.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import { useClient, useStateOf } from '../client/context.tsx';

/** Rows that are asked for at once. */
const CHUNK = 200;

/** A long list of which only the parts that were looked at are here. */
export interface HistoryRows {
  /** Null until it is known. */
  readonly total: number | null;
  readonly error: ErrorPayload | null;
  /** Null for a row that is on its way. */
  row(index: number): HistoryEntry | null;
  /** Says that these rows are in sight. */
  want(first: number, last: number): void;
}

interface Loaded {
  readonly total: number | null;
  readonly error: ErrorPayload | null;
  readonly chunks: ReadonlyMap<number, readonly HistoryEntry[]>;
}

const NOTHING: Loaded = { total: null, error: null, chunks: new Map() };

/** The entries that a filter lets through. What was shown stays until its successor has come. */
export function useHistory(filter: HistoryFilter): HistoryRows {
  const client = useClient();
  const revision = useStateOf('history')?.revision ?? 0;
  const [loaded, setLoaded] = useState(NOTHING);
  const asked = useRef(new Set<number>());
  const key = JSON.stringify(filter);

  const ask = useCallback(
    async (chunk: number, fresh: boolean, isCurrent: () => boolean): Promise<void> => {
      asked.current.add(chunk);
      const part = { ...(JSON.parse(key) as HistoryFilter), offset: chunk * CHUNK, limit: CHUNK };
      try {
        const { total, entries } = await client.call('history.list', part);
        if (!isCurrent()) return;
        setLoaded((before) => ({
          total,
          error: null,
          chunks: new Map(fresh ? [] : before.chunks).set(chunk, entries),
        }));
      } catch (thrown) {
        if (isCurrent()) setLoaded({ ...NOTHING, total: 0, error: toErrorPayload(thrown) });
      }
    },
    [client, key],
  );

  const current = useRef({});
  useEffect(() => {
    // A change of the history asks for the same list anew.
    void revision;
    const turn = {};
    current.current = turn;
    asked.current = new Set();
    void ask(0, true, () => current.current === turn);
  }, [ask, revision]);

  const want = useCallback(
    (first: number, last: number): void => {
      const turn = current.current;
      for (let chunk = Math.floor(first / CHUNK); chunk <= Math.floor(last / CHUNK); chunk += 1) {
        if (!asked.current.has(chunk)) void ask(chunk, false, () => current.current === turn);
      }
    },
    [ask],
  );
  const row = (index: number): HistoryEntry | null =>
    loaded.chunks.get(Math.floor(index / CHUNK))?.[index % CHUNK] ?? null;
  return { total: loaded.total, error: loaded.error, row, want };
}

/** Everything kept of one update; null until it is read. Read anew when the history changes. */
export function useDetails(pushId: string | null): HistoryDetails | null {
  const client = useClient();
  const revision = useStateOf('history')?.revision ?? 0;
  const [details, setDetails] = useState<HistoryDetails | null>(null);
  useEffect(() => {
    void revision;
    if (pushId === null) return;
    let isCurrent = true;
    const take = (read: HistoryDetails): void => {
      if (isCurrent) setDetails(read);
    };
    // One that is gone meanwhile is gone from the list too.
    client.call('history.read', { pushId }).then(take, () => undefined);
    return () => {
      isCurrent = false;
    };
  }, [client, pushId, revision]);
  return details?.push.pushId === pushId ? details : null;
}
