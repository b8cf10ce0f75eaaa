import './history.css';

import { Button } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useDeferredValue, useState } from 'react';

import type { HistoryEntry, HistoryRun } from '../../shared/contract/history-values.ts';
import { useStateOf } from '../client/context.tsx';
import { GeneralFailures } from '../notices/general-failures.tsx';
import { grouped } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Comparison } from './comparison.tsx';
import { HistoryDetails } from './history-details.tsx';
import { HistoryFilters } from './history-filters.tsx';
import { HistoryList } from './history-list.tsx';
import type { Narrowing } from './history-text.ts';
import { EVERYTHING, entryId, filterOf } from './history-text.ts';
import { RunDetails } from './run-details.tsx';
import { Statistics } from './statistics.tsx';
import type { HistoryRows } from './use-history.ts';
import { useHistory } from './use-history.ts';

/** Every update and run that ended: found, looked at with its evidence, compared, counted. */
export function HistoryScreen(): ReactNode {
  const t = useText();
  const [narrowing, setNarrowing] = useState(EVERYTHING);
  const [counting, setCounting] = useState(false);
  const [wanted, setWanted] = useState<HistoryEntry | null>(null);
  /** The update that the selected one is compared with. */
  const [base, setBase] = useState<string | null>(null);
  const narrow = (to: Narrowing): void => {
    setNarrowing(to);
    setWanted(null);
  };
  const filter = filterOf(useDeferredValue(narrowing), Date.now());
  const rows = useHistory(filter);
  const first = rows.row(0);
  const selected = wanted ?? first;
  return (
    <div className="list-screen history-screen">
      <main className="list-pane history" aria-labelledby="history-title">
        <header>
          <h1 id="history-title">{t('history:history')}</h1>
          <span className="count" role="status">
            {rows.total !== null &&
              t(rows.total === 1 ? 'history:historyCount' : 'history:historyCounts', {
                entries: grouped(rows.total),
              })}
          </span>
          <HistoryFilters narrowing={narrowing} onChange={narrow} />
          <Button
            leftSection={<IconChartBar size={16} stroke={1.5} />}
            aria-pressed={counting}
            onClick={() => setCounting(!counting)}
          >
            {t('history:statistics')}
          </Button>
        </header>
        <Notices />
        {narrowing.run !== null && (
          <p className="within">
            <b>{t('history:casesOf', { title: narrowing.run.title })}</b>
            <Button onClick={() => narrow(EVERYTHING)}>{t('history:backToAll')}</Button>
          </p>
        )}
        {counting ? (
          <Statistics
            filter={filter}
            onChoose={(chosen) => {
              narrow({ ...narrowing, ...chosen });
              setCounting(false);
            }}
          />
        ) : (
          <Found
            rows={rows}
            whole={Object.keys(filter).length === 1}
            selectedId={selected === null ? null : entryId(selected)}
            baseId={base}
            onSelect={setWanted}
          />
        )}
      </main>
      {selected !== null && (
        <aside className="details pane" aria-label={t('history:entryDetails')}>
          <Selected
            entry={selected}
            baseId={base}
            onBase={setBase}
            onShowCases={(run) => narrow({ ...EVERYTHING, run })}
          />
        </aside>
      )}
    </div>
  );
}

interface FoundProps {
  readonly rows: HistoryRows;
  /** Nothing narrows the list. */
  readonly whole: boolean;
  readonly selectedId: string | null;
  readonly baseId: string | null;
  readonly onSelect: (entry: HistoryEntry) => void;
}

function Found({ rows, whole, ...list }: FoundProps): ReactNode {
  const t = useText();
  if (rows.error !== null) return <ErrorNote error={rows.error} />;
  if (rows.total === 0)
    return <p className="nothing">{t(whole ? 'history:nothingKept' : 'page:nothingFound')}</p>;
  return <HistoryList rows={rows} {...list} />;
}

interface SelectedProps {
  readonly entry: HistoryEntry;
  /** The update that others are compared with. */
  readonly baseId: string | null;
  readonly onBase: (pushId: string | null) => void;
  readonly onShowCases: (run: HistoryRun) => void;
}

function Selected({ entry, baseId, onBase, onShowCases }: SelectedProps): ReactNode {
  if (entry.kind === 'run') return <RunDetails run={entry} onShowCases={() => onShowCases(entry)} />;
  const { pushId } = entry;
  if (baseId !== null && baseId !== pushId)
    return <Comparison a={baseId} b={pushId} onEnd={() => onBase(null)} />;
  const comparing = baseId === pushId;
  return (
    <HistoryDetails
      key={pushId}
      push={entry}
      comparing={comparing}
      onCompare={() => onBase(comparing ? null : pushId)}
    />
  );
}

function Notices(): ReactNode {
  const history = useStateOf('history');
  return (
    <GeneralFailures>
      {history?.error != null && <ErrorNote error={history.error} />}
      {history?.reportError != null && <ErrorNote error={history.reportError} />}
    </GeneralFailures>
  );
}
