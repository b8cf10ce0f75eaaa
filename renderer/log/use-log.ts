import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';

import type { LogFilter } from '../../shared/log/log-filter.ts';
import type { LogFeed } from './log-feed.ts';
import type { LogStore } from './log-store.ts';

/** The one store of the page. */
export const LogStoreContext = createContext<LogStore | null>(null);

const noWatch = (): (() => void) => () => undefined;

/** A log under a filter, up to date; null for none, and until it is open. */
export function useLog(
  logId: string | null,
  filter: LogFilter,
  fold: boolean,
  opened: ReadonlySet<number>,
  /** A log that is another one now has another. */
  edition = '',
): LogFeed | null {
  const store = useContext(LogStoreContext);
  if (store === null) throw new Error('useLog needs a LogStoreContext above it');
  const [feed, setFeed] = useState<LogFeed | null>(null);
  useEffect(() => {
    if (logId === null || edition === null) {
      setFeed(null);
      return;
    }
    const next = store.open({
      logId,
      filter: { ...filter, levels: [...filter.levels], sources: [...filter.sources] },
      fold,
      opened: [...opened],
    });
    setFeed(next);
    return () => store.close(next);
  }, [store, logId, filter, fold, opened, edition]);
  useSyncExternalStore(feed?.watch ?? noWatch, () => feed?.version ?? 0);
  return feed?.logId === logId ? feed : null;
}
