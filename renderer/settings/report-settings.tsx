import { Group, NumberInput, Switch } from '@mantine/core';
import type { ReactNode } from 'react';

import type { Settings } from '../../shared/contract/values.ts';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';
import { SettingRow } from './setting-row.tsx';

/** What reports carry, and what may be read of the program from outside. */
export function ReportSettings({ settings }: { readonly settings: Settings }): ReactNode {
  const t = useText();
  const { run } = useActions();
  const { reports, metrics } = settings;
  const whole = (name: 'maxMegabytes' | 'maxAgeDays', least: number, most: number): ReactNode => {
    const label = t(name === 'maxMegabytes' ? 'page:megabytes' : 'page:days');
    return (
      <NumberInput
        aria-label={`${t('history:keepReports')}: ${label}`}
        description={label}
        w={120}
        min={least}
        max={most}
        clampBehavior="blur"
        defaultValue={reports[name]}
        onBlur={(event) => {
          const value = Number(event.currentTarget.value);
          if (Number.isInteger(value) && value >= least && value <= most && value !== reports[name])
            void run('settings.update', { reports: { ...reports, [name]: value } });
        }}
      />
    );
  };
  return (
    <section className="card" aria-label={t('history:reportSettings')}>
      <h2>{t('history:reportSettings')}</h2>
      <SettingRow title={t('history:signReports')} hint={t('history:signReportsHint')}>
        <Switch
          aria-label={t('history:signReports')}
          checked={reports.sign}
          onChange={({ currentTarget: { checked: sign } }) =>
            void run('settings.update', { reports: { ...reports, sign } })
          }
        />
      </SettingRow>
      <SettingRow title={t('history:keepReports')} hint={t('history:keepReportsHint')}>
        <Group gap="xs" wrap="nowrap">
          {whole('maxMegabytes', 64, 10_000_000)}
          {whole('maxAgeDays', 1, 36_500)}
        </Group>
      </SettingRow>
      <SettingRow title={t('history:metricsSetting')} hint={t('history:metricsHint')}>
        <Switch
          aria-label={t('history:metricsSetting')}
          checked={metrics.enabled}
          onChange={({ currentTarget: { checked: enabled } }) =>
            void run('settings.update', { metrics: { ...metrics, enabled } })
          }
        />
      </SettingRow>
    </section>
  );
}
