import { createContext, useContext, useMemo, useRef, useSyncExternalStore } from 'react';

import { BoardLog } from './board-log.ts';
import type { LogFilter } from './log-filter.ts';
import { filterTest } from './log-filter.ts';
import type { LogStore } from './log-store.ts';
import { LogView } from './log-view.ts';

/** The one store of the page. */
export const LogStoreContext = createContext<LogStore | null>(null);

export interface ShownLog {
  readonly log: BoardLog;
  readonly view: LogView;
  /** Changes whenever log or view did. */
  readonly version: string;
}

const NO_LOG = new BoardLog();

/** The log of a board under a filter, up to date. */
export function useLog(
  deviceId: string | null,
  filter: LogFilter,
  fold: boolean,
  opened: ReadonlySet<number>,
): ShownLog {
  const store = useContext(LogStoreContext);
  if (store === null) throw new Error('useLog needs a LogStoreContext above it');
  const log = useMemo(() => (deviceId === null ? NO_LOG : store.open(deviceId)), [store, deviceId]);
  const version = useSyncExternalStore(store.watch, () => log.version);
  const view = useMemo(() => new LogView(log, filterTest(filter), fold, opened), [log, filter, fold, opened]);
  const syncedAt = useRef<{ view: LogView; version: number } | null>(null);
  if (syncedAt.current?.view !== view || syncedAt.current.version !== version) {
    view.sync(log.takeReplaced());
    syncedAt.current = { view, version };
  }
  return { log, view, version: `${deviceId} ${version}` };
}
