import { Button, NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';

import type { Settings } from '../../shared/contract/values.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { SettingRow } from './setting-row.tsx';
import { WatchSetting } from './watch-setting.tsx';

/** What boards are opened with and given. */
export function BoardsSettings({ settings }: { readonly settings: Settings }): ReactNode {
  const t = useText();
  const { run } = useActions();
  const { dispatch } = useBench();
  const wifi = useStateOf('wifi');
  return (
    <section className="card" aria-label={t('page:boards')}>
      <h2>{t('page:boards')}</h2>
      <SettingRow title={t('page:baudRate')} hint={t('page:baudRateHint')}>
        <NumberInput
          aria-label={t('page:baudRate')}
          min={50}
          max={12_000_000}
          clampBehavior="strict"
          allowDecimal={false}
          hideControls
          defaultValue={settings.baudRate}
          onBlur={(event) => {
            const baudRate = Number(event.currentTarget.value);
            if (baudRate >= 50 && baudRate !== settings.baudRate) void run('settings.update', { baudRate });
          }}
        />
      </SettingRow>
      <WatchSetting settings={settings} />
      <SettingRow title={t('serial:stallTitle')} hint={t('serial:stallHint')}>
        <NumberInput
          aria-label={t('serial:stallTitle')}
          min={0}
          max={86_400}
          clampBehavior="strict"
          allowDecimal={false}
          hideControls
          defaultValue={settings.serial.stallSeconds}
          onBlur={(event) => {
            const stallSeconds = Number(event.currentTarget.value);
            if (stallSeconds >= 0 && stallSeconds !== settings.serial.stallSeconds)
              void run('settings.update', { serial: { ...settings.serial, stallSeconds } });
          }}
        />
      </SettingRow>
      <SettingRow
        title={t('page:wifiForBoards')}
        hint={t(wifi === 'kept' ? 'page:wifiKept' : 'page:wifiNotKept')}
      >
        <Button onClick={() => dispatch({ kind: 'showDialog', dialog: 'wifi' })}>
          {t(wifi === 'kept' ? 'page:change' : 'page:set')}
        </Button>
      </SettingRow>
      <SettingRow title={t('page:firmwareTitle')} hint={t('page:firmwareHint')}>
        <Button onClick={() => dispatch({ kind: 'showDialog', dialog: 'firmware' })}>
          {t('page:firmwareLines')}
        </Button>
      </SettingRow>
    </section>
  );
}
