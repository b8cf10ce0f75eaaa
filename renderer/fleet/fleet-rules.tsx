import { Button, Checkbox, NumberInput } from '@mantine/core';
import { IconWifi } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { RunPolicy } from '../../shared/run/run-policy.ts';
import { useText } from '../text/text-context.tsx';

interface FleetRulesProps {
  readonly policy: RunPolicy;
  readonly onPolicy: (policy: RunPolicy) => void;
  /** Boards that are opened while the run goes on take part, where the image is for their chip. */
  readonly joinLater: boolean;
  readonly onJoinLater: (wanted: boolean) => void;
  readonly count: number;
  readonly ready: boolean;
  readonly onAll: (wanted: boolean) => void;
  readonly onStart: () => void;
}

/** The rules of the next run, and the one button. */
export function FleetRules({
  policy,
  onPolicy,
  joinLater,
  onJoinLater,
  count,
  ready,
  onAll,
  onStart,
}: FleetRulesProps): ReactNode {
  const t = useText();
  const number = (
    key: 'concurrency' | 'canary' | 'waveSize' | 'errorPercent' | 'retries',
    min: number,
    max: number,
    placeholder?: string,
  ): ReactNode => (
    <NumberInput
      label={t(`runs:${key}`)}
      min={min}
      max={max}
      allowDecimal={false}
      {...(placeholder === undefined ? {} : { placeholder })}
      value={policy[key] ?? ''}
      onChange={(value) => {
        const whole = typeof value === 'number' ? value : null;
        if (whole !== null || placeholder !== undefined)
          onPolicy({ ...policy, [key]: whole === null ? null : Math.min(max, Math.max(min, whole)) });
      }}
    />
  );
  return (
    <section className="card rules" aria-label={t('page:fleet')}>
      {number('concurrency', 1, 200)}
      {number('canary', 0, 1_000)}
      {number('waveSize', 1, 1_000, t('runs:oneWave'))}
      {number('errorPercent', 0, 100, '–')}
      {number('retries', 0, 10)}
      <Checkbox
        label={t('runs:joinLater')}
        checked={joinLater}
        onChange={(event) => onJoinLater(event.currentTarget.checked)}
      />
      <span className="go">
        <Button onClick={() => onAll(true)}>{t('runs:all')}</Button>
        <Button onClick={() => onAll(false)}>{t('runs:none')}</Button>
        <Button
          size="md"
          variant="filled"
          leftSection={<IconWifi size={20} stroke={1.5} />}
          disabled={!ready || count === 0}
          onClick={onStart}
        >
          {t('runs:flash', { count })}
        </Button>
      </span>
    </section>
  );
}
