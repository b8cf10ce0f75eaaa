import { Button, NumberInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Settings } from '../../shared/contract/values.ts';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';
import { DEFAULT_SERVER } from './defaults.ts';
import { SettingRow } from './setting-row.tsx';

/** Where the firmware server listens, and what it is called. */
export function ServerSettings({ settings }: { readonly settings: Settings }): ReactNode {
  const t = useText();
  const { run } = useActions();
  const [port, setPort] = useState(settings.server.port);
  const [bind, setBind] = useState(settings.server.bind);
  const [host, setHost] = useState(settings.server.host ?? '');
  const given = { port, bind: bind.trim(), host: host.trim() === '' ? null : host.trim() };
  const changed = JSON.stringify(given) !== JSON.stringify(settings.server);
  return (
    <section className="card" aria-label={t('page:server')}>
      <h2>{t('page:server')}</h2>
      <SettingRow title={t('page:serverPort')} hint={t('page:serverPortHint')}>
        <NumberInput
          aria-label={t('page:serverPort')}
          min={1}
          max={65_535}
          allowDecimal={false}
          hideControls
          value={port}
          onChange={(value) => setPort(Number(value))}
        />
      </SettingRow>
      <SettingRow title={t('page:serverBind')} hint={t('page:serverBindHint')}>
        <TextInput
          aria-label={t('page:serverBind')}
          value={bind}
          onChange={(event) => setBind(event.currentTarget.value)}
        />
      </SettingRow>
      <SettingRow title={t('page:serverHost')} hint={t('page:serverHostHint')}>
        <TextInput
          aria-label={t('page:serverHost')}
          value={host}
          onChange={(event) => setHost(event.currentTarget.value)}
        />
      </SettingRow>
      <div className="buttons">
        <Button onClick={() => void run('settings.update', { server: DEFAULT_SERVER })}>
          {t('page:backToDefaults')}
        </Button>
        <Button
          variant="filled"
          disabled={!changed || port < 1 || given.bind === ''}
          onClick={() => void run('settings.update', { server: given })}
        >
          {t('page:save')}
        </Button>
      </div>
    </section>
  );
}
