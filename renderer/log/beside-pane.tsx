import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';

import type { LogSettings } from '../../shared/contract/log-settings.ts';
import type { LogFilter, LogQuery } from '../../shared/log/log-filter.ts';
import { useClient } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import type { PaneHandle } from './log-pane.tsx';
import { LogPane } from './log-pane.tsx';
import { useLog } from './use-log.ts';

interface BesidePaneProps {
  readonly logId: string;
  readonly name: string;
  readonly filter: LogFilter;
  readonly fold: boolean;
  readonly settings: LogSettings;
  readonly query: LogQuery | null;
  /** The host time that the first log was scrolled to; null while it follows. */
  readonly atMs: number | null;
}

const NONE_OPENED: ReadonlySet<number> = new Set();

/** Another log beside the first, at the same time of day. */
export function BesidePane(props: BesidePaneProps): ReactNode {
  const { logId, name, filter, fold, settings, query, atMs } = props;
  const t = useText();
  const client = useClient();
  const [opened, setOpened] = useState(NONE_OPENED);
  const feed = useLog(logId, filter, fold, opened);
  const pane = useRef<PaneHandle | null>(null);
  const viewId = feed?.viewId ?? null;
  useEffect(() => {
    if (viewId === null) return;
    if (atMs === null) {
      pane.current?.scroll.follow(true);
      return;
    }
    let current = true;
    client
      .call('log.rowOf', { viewId, atMs })
      .then(({ row }) => {
        if (current) pane.current?.scroll.goTo(row, 'top');
      })
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [client, viewId, atMs]);
  return (
    <section className="beside" aria-label={`${t('page:beside')}: ${name}`}>
      <h3>{name}</h3>
      <LogPane
        feed={feed}
        settings={settings}
        query={query}
        pointedSeq={null}
        onUnfold={(firstSeq) => setOpened((before) => new Set(before).add(firstSeq))}
        onHandle={(handle) => {
          pane.current = handle;
        }}
        empty={null}
      />
    </section>
  );
}
