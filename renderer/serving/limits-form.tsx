import { Button, NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { ServerLimits } from '../../shared/contract/server-settings.ts';
import { DEFAULT_LIMITS, limitsSchema } from '../../shared/contract/server-settings.ts';
import { useActions } from '../bench/use-actions.ts';
import { SettingRow } from '../settings/setting-row.tsx';
import { useText } from '../text/text-context.tsx';

const NAMES = Object.keys(DEFAULT_LIMITS) as (keyof ServerLimits)[];

/** What one client may take of the firmware server. */
export function LimitsForm({ saved }: { readonly saved: ServerLimits }): ReactNode {
  const t = useText();
  const { run } = useActions();
  const [limits, setLimits] = useState(saved);
  const changed = NAMES.some((name) => limits[name] !== saved[name]);
  return (
    <section className="card" aria-labelledby="limits-title">
      <h2 id="limits-title">{t('serving:limitsTitle')}</h2>
      <p>{t('serving:limitsHint')}</p>
      {NAMES.map((name) => (
        <SettingRow
          key={name}
          title={t(`serving:limit_${name}`)}
          hint={t('serving:atStart', { value: DEFAULT_LIMITS[name] })}
        >
          <NumberInput
            aria-label={t(`serving:limit_${name}`)}
            min={0}
            allowDecimal={false}
            hideControls
            value={limits[name]}
            error={!limitsSchema.shape[name].safeParse(limits[name]).success}
            onChange={(value) => setLimits({ ...limits, [name]: Number(value) })}
          />
        </SettingRow>
      ))}
      <div className="buttons">
        <Button onClick={() => void run('settings.update', { limits: DEFAULT_LIMITS })}>
          {t('page:backToDefaults')}
        </Button>
        <Button
          variant="filled"
          disabled={!changed || !limitsSchema.safeParse(limits).success}
          onClick={() => void run('settings.update', { limits })}
        >
          {t('page:save')}
        </Button>
      </div>
    </section>
  );
}
