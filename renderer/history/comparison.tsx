import './comparison.css';

import { Button, Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';

import type { HistoryComparison } from '../../shared/contract/history-values.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import { useClient } from '../client/context.tsx';
import { dateText, durationText } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { differenceText, factValue } from './history-text.ts';

interface ComparisonProps {
  readonly a: string;
  readonly b: string;
  readonly onEnd: () => void;
}

/** Two updates side by side: what differs is marked in words too. */
export function Comparison({ a, b, onEnd }: ComparisonProps): ReactNode {
  const t = useText();
  const client = useClient();
  const [compared, setCompared] = useState<HistoryComparison | null>(null);
  const [error, setError] = useState<ErrorPayload | null>(null);
  const [differencesOnly, setDifferencesOnly] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    client.call('history.compare', { a, b }).then(
      (answer) => isCurrent && setCompared(answer),
      (thrown: unknown) => isCurrent && setError(toErrorPayload(thrown)),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, a, b]);
  return (
    <section className="comparison" aria-label={t('history:comparison')}>
      <header>
        <h2>{t('history:comparison')}</h2>
        <Button onClick={onEnd}>{t('history:compareOff')}</Button>
      </header>
      {error !== null && <ErrorNote error={error} />}
      {compared !== null && (
        <>
          <Checkbox
            label={t('history:onlyDifferences')}
            checked={differencesOnly}
            onChange={(event) => setDifferencesOnly(event.currentTarget.checked)}
          />
          <FactTable compared={compared} differencesOnly={differencesOnly} />
          <StageTable compared={compared} />
        </>
      )}
    </section>
  );
}

interface TableProps {
  readonly compared: HistoryComparison;
}

function FactTable({ compared, differencesOnly }: TableProps & { differencesOnly: boolean }): ReactNode {
  const t = useText();
  const facts = compared.facts.filter(({ a, b, same }) =>
    differencesOnly ? !same : a !== null || b !== null,
  );
  return (
    <table>
      <Heads compared={compared} />
      <tbody>
        {facts.map((fact) => (
          <tr key={fact.name} data-differs={!fact.same || undefined}>
            <th scope="row">
              {t(`history:fact_${fact.name}`)}
              {!fact.same && <small>{t('history:differs')}</small>}
            </th>
            <td title={fact.a ?? undefined}>{factValue(t, fact, fact.a)}</td>
            <td title={fact.b ?? undefined}>{factValue(t, fact, fact.b)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StageTable({ compared }: TableProps): ReactNode {
  const t = useText();
  const time = (ms: number | null): string => (ms === null ? '–' : durationText(ms));
  return (
    <table aria-label={t('history:stageDurations')}>
      <Heads compared={compared} />
      <tbody>
        {compared.stages.map(({ stage, aMs, bMs }) => (
          <tr key={stage}>
            <th scope="row">{stage === 'all' ? t('history:inAll') : t(`stages:${stage}`)}</th>
            <td>{time(aMs)}</td>
            <td>
              {time(bMs)} <small>{differenceText(aMs, bMs)}</small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Heads({ compared: { a, b } }: TableProps): ReactNode {
  return (
    <thead>
      <tr>
        <td />
        <th scope="col">{dateText(a.atMs)}</th>
        <th scope="col">{dateText(b.atMs)}</th>
      </tr>
    </thead>
  );
}
