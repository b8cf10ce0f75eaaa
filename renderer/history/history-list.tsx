import './history-list.css';

import { useVirtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useRef } from 'react';

import type { HistoryEntry } from '../../shared/contract/history-values.ts';
import { useText } from '../text/text-context.tsx';
import { rowForKey } from '../ui/row-for-key.ts';
import { HistoryRow, historyRowId } from './history-row.tsx';
import { entryId } from './history-text.ts';
import type { HistoryRows } from './use-history.ts';

const ROW_PX = 48;
const OVERSCAN = 8;

interface HistoryListProps {
  readonly rows: HistoryRows;
  readonly selectedId: string | null;
  /** The update that the selected one is compared with. */
  readonly baseId: string | null;
  readonly onSelect: (entry: HistoryEntry) => void;
}

/** The rows that are in sight. The list itself has the focus, for a row can scroll away. */
export function HistoryList({ rows, selectedId, baseId, onSelect }: HistoryListProps): ReactNode {
  const t = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const selectedAt = useRef(0);
  const total = rows.total ?? 0;
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const { want } = rows;
  useEffect(() => want(first, last), [want, first, last]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = rowForKey(event.key, selectedAt.current, total);
    if (next === null) return;
    event.preventDefault();
    virtualizer.scrollToIndex(next);
    const entry = rows.row(next);
    if (entry === null) return;
    selectedAt.current = next;
    onSelect(entry);
  };
  return (
    <div className="table-list history-list">
      <div className="heads" aria-hidden="true">
        <span>{t('page:verdict')}</span>
        <span>{t('page:image')}</span>
        <span>{t('page:board')}</span>
        <span>{t('page:when')}</span>
        <span>{t('page:duration')}</span>
      </div>
      <div
        ref={scroller}
        className="rows"
        role="listbox"
        tabIndex={0}
        aria-label={t('history:entries')}
        aria-activedescendant={selectedId === null ? undefined : historyRowId(selectedId)}
        data-testid="history-list"
        onKeyDown={onKeyDown}
      >
        <div role="presentation" className="all" style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const entry = rows.row(index);
            if (entry === null) return null;
            const isSelected = entryId(entry) === selectedId;
            if (isSelected) selectedAt.current = index;
            return (
              <HistoryRow
                key={entryId(entry)}
                entry={entry}
                top={start}
                position={index + 1}
                count={total}
                selected={isSelected}
                isBase={entryId(entry) === baseId}
                onSelect={(chosen) => {
                  onSelect(chosen);
                  scroller.current?.focus();
                }}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
