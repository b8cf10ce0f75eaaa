import './statistics.css';

import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';

import type { HistoryFilter } from '../../shared/contract/history-contract.ts';
import type { HistoryStat } from '../../shared/contract/history-values.ts';
import { useClient, useStateOf } from '../client/context.tsx';
import { dateText, durationText, grouped } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import type { Narrowing } from './history-text.ts';
import { percentText } from './history-text.ts';

interface StatisticsProps {
  readonly filter: HistoryFilter;
  /** Narrows the list to one board or image. */
  readonly onChoose: (chosen: Partial<Narrowing>) => void;
}

/** What all that the filter lets through amounts to, by board and by image. */
export function Statistics({ filter, onChoose }: StatisticsProps): ReactNode {
  const t = useText();
  return (
    <div className="statistics">
      <p className="mute">{t('history:statsNote')}</p>
      <StatTable
        title={t('history:statsByBoard')}
        stats={useStats('board', filter)}
        onChoose={(deviceId) => onChoose({ deviceId, imageId: null })}
      />
      <StatTable
        title={t('history:statsByImage')}
        stats={useStats('image', filter)}
        onChoose={(imageId) => onChoose({ imageId, deviceId: null })}
      />
    </div>
  );
}

interface StatTableProps {
  readonly title: string;
  readonly stats: readonly HistoryStat[] | null;
  readonly onChoose: (key: string) => void;
}

function StatTable({ title, stats, onChoose }: StatTableProps): ReactNode {
  const t = useText();
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      {stats?.length === 0 && <p>{t('history:noStats')}</p>}
      {stats !== null && stats.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col" />
              <th scope="col">{t('history:total')}</th>
              <th scope="col">{t('history:successRate')}</th>
              <td />
              <th scope="col">{t('history:median')}</th>
              <th scope="col">{t('history:lastTime')}</th>
            </tr>
          </thead>
          <tbody>
            {stats.map((stat) => (
              <tr key={stat.key}>
                <td>
                  <UnstyledButton className="link" title={stat.key} onClick={() => onChoose(stat.key)}>
                    {stat.label}
                  </UnstyledButton>
                </td>
                <td>{grouped(stat.total)}</td>
                <td>{percentText(stat.successRate)}</td>
                <td>
                  <i
                    aria-hidden="true"
                    className="share"
                    style={{ '--share': stat.successRate ?? 0 } as object}
                  />
                </td>
                <td>{stat.medianMs === null ? '–' : durationText(stat.medianMs)}</td>
                <td>{dateText(stat.lastAtMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function useStats(by: 'board' | 'image', filter: HistoryFilter): readonly HistoryStat[] | null {
  const client = useClient();
  const revision = useStateOf('history')?.revision ?? 0;
  const [stats, setStats] = useState<readonly HistoryStat[] | null>(null);
  const key = JSON.stringify(filter);
  useEffect(() => {
    void revision;
    let isCurrent = true;
    const { folded: _, ...asked } = JSON.parse(key) as HistoryFilter;
    client.call('history.stats', { ...asked, by }).then(
      (answer) => isCurrent && setStats(answer),
      () => isCurrent && setStats([]),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, by, key, revision]);
  return stats;
}
