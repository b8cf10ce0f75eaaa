import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';

import type { Settings } from '../../shared/contract/values.ts';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';
import { SettingRow } from './setting-row.tsx';

/** How long an image is watched after it was confirmed. */
export function WatchSetting({ settings }: { readonly settings: Settings }): ReactNode {
  const t = useText();
  const { run } = useActions();
  return (
    <SettingRow title={t('page:watchSeconds')} hint={t('page:watchSecondsHint')}>
      <NumberInput
        aria-label={t('page:watchSeconds')}
        min={0}
        max={86_400}
        clampBehavior="strict"
        allowDecimal={false}
        hideControls
        suffix=" s"
        defaultValue={settings.watchSeconds}
        onBlur={(event) => {
          const watchSeconds = Number.parseInt(event.currentTarget.value, 10);
          if (watchSeconds >= 0 && watchSeconds !== settings.watchSeconds)
            void run('settings.update', { watchSeconds });
        }}
      />
    </SettingRow>
  );
}
