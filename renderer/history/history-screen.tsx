import './history.css';

import { Button, Switch } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useDeferredValue, useState } from 'react';

import type { HistoryEntry } from '../../shared/contract/history-values.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useConnection, useStateOf } from '../client/context.tsx';
import { grouped } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Comparison } from './comparison.tsx';
import { HistoryDetails } from './history-details.tsx';
import { HistoryFilters } from './history-filters.tsx';
import { HistoryList } from './history-list.tsx';
import { EVERYTHING, entryId, filterOf } from './history-text.ts';
import { RunDetails } from './run-details.tsx';
import { Statistics } from './statistics.tsx';
import { useHistory } from './use-history.ts';

/** Every update and run that ended: found, looked at with its evidence, compared, counted. */
export function HistoryScreen(): ReactNode {
  const t = useText();
  const [narrowing, setNarrowing] = useState(EVERYTHING);
  const [counting, setCounting] = useState(false);
  const [wanted, setWanted] = useState<HistoryEntry | null>(null);
  /** The update that the selected one is compared with. */
  const [base, setBase] = useState<string | null>(null);
  const filter = filterOf(useDeferredValue(narrowing), Date.now());
  const rows = useHistory(filter);
  const first = rows.row(0);
  const selected = wanted ?? first;
  const nothingKept = rows.total === 0 && narrowing === EVERYTHING && rows.error === null;
  const compared = base !== null && selected?.kind === 'push' && selected.pushId !== base ? selected : null;
  return (
    <div className="history-screen">
      <main className="history" aria-labelledby="history-title">
        <header>
          <h1 id="history-title">{t('history:history')}</h1>
          <span className="count" role="status">
            {rows.total !== null &&
              t(rows.total === 1 ? 'history:historyCount' : 'history:historyCounts', {
                entries: grouped(rows.total),
              })}
          </span>
          <HistoryFilters narrowing={narrowing} onChange={setNarrowing} />
          <Switch
            label={
              <>
                <IconChartBar size={16} stroke={1.5} aria-hidden="true" /> {t('history:statistics')}
              </>
            }
            checked={counting}
            onChange={(event) => setCounting(event.currentTarget.checked)}
          />
        </header>
        <Notices />
        {narrowing.run !== null && (
          <p className="within">
            <b>{t('history:casesOf', { title: narrowing.run.title })}</b>
            <Button onClick={() => setNarrowing(EVERYTHING)}>{t('history:backToAll')}</Button>
          </p>
        )}
        {rows.error !== null && <ErrorNote error={rows.error} />}
        {counting ? (
          <Statistics
            filter={filter}
            onChoose={(chosen) => {
              setNarrowing({ ...narrowing, ...chosen });
              setCounting(false);
            }}
          />
        ) : nothingKept ? (
          <p className="nothing">{t('history:nothingKept')}</p>
        ) : rows.total === 0 && rows.error === null ? (
          <p className="nothing">{t('page:nothingFound')}</p>
        ) : (
          <HistoryList
            rows={rows}
            selectedId={selected === null ? null : entryId(selected)}
            baseId={base}
            onSelect={setWanted}
          />
        )}
      </main>
      {selected !== null && (
        <aside className="details pane" aria-label={t('history:entryDetails')}>
          {compared !== null && base !== null ? (
            <Comparison a={base} b={compared.pushId} onEnd={() => setBase(null)} />
          ) : selected.kind === 'push' ? (
            <HistoryDetails
              key={selected.pushId}
              push={selected}
              comparing={base === selected.pushId}
              onCompare={() => setBase(base === selected.pushId ? null : selected.pushId)}
            />
          ) : (
            <RunDetails
              run={selected}
              onShowCases={() => {
                setNarrowing({ ...EVERYTHING, run: selected });
                setWanted(null);
              }}
            />
          )}
        </aside>
      )}
    </div>
  );
}

function Notices(): ReactNode {
  const { state, dispatch } = useBench();
  const connection = useConnection();
  const history = useStateOf('history');
  return (
    <>
      {connection.kind === 'lost' && <ErrorNote error={{ code: 'contract/connection-lost', params: {} }} />}
      {state.failure !== null && (
        <ErrorNote error={state.failure} onClose={() => dispatch({ kind: 'closeFailure' })} />
      )}
      {history?.error != null && <ErrorNote error={history.error} />}
      {history?.reportError != null && <ErrorNote error={history.reportError} />}
    </>
  );
}
