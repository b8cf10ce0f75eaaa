import './settings.css';

import { Button, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { Settings } from '../../shared/contract/values.ts';
import { useActions } from '../bench/use-actions.ts';
import { useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { SettingRow } from './setting-row.tsx';

/** What is remembered between runs: each with one sentence and its default. */
export function SettingsScreen(): ReactNode {
  const t = useText();
  const settings = useStateOf('settings');
  const app = useStateOf('app');
  return (
    <main className="settings" aria-labelledby="settings-title">
      <h1 id="settings-title">{t('page:settings')}</h1>
      {settings !== null && (
        <>
          <Appearance settings={settings} />
          <Server key={JSON.stringify(settings.server)} settings={settings} />
          <Certificate />
        </>
      )}
      {app !== null && (
        <p className="about">
          OTA Workbench {app.version} · {app.platform} · {t(`page:shell_${app.shell}`)}
        </p>
      )}
    </main>
  );
}

function Appearance({ settings }: { readonly settings: Settings }): ReactNode {
  const t = useText();
  const { run } = useActions();
  return (
    <section className="card" aria-label={t('page:appearance')}>
      <h2>{t('page:appearance')}</h2>
      <SettingRow title={t('page:language')} hint={t('page:languageHint')}>
        <SegmentedControl
          size="xs"
          aria-label={t('page:language')}
          value={settings.language}
          data={[
            { value: 'system', label: t('page:likeSystem') },
            { value: 'en', label: 'English' },
            { value: 'zh-CN', label: '简体中文' },
          ]}
          onChange={(language) => void run('settings.update', { language })}
        />
      </SettingRow>
      <SettingRow title={t('page:theme')} hint={t('page:themeHint')}>
        <SegmentedControl
          size="xs"
          aria-label={t('page:theme')}
          value={settings.theme}
          data={(['system', 'light', 'dark', 'contrast'] as const).map((value) => ({
            value,
            label: t(`page:theme_${value}`),
          }))}
          onChange={(theme) => void run('settings.update', { theme })}
        />
      </SettingRow>
    </section>
  );
}

function Server({ settings }: { readonly settings: Settings }): ReactNode {
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
        <Button
          onClick={() => void run('settings.update', { server: { port: 8002, bind: '0.0.0.0', host: null } })}
        >
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

function Certificate(): ReactNode {
  const t = useText();
  const { saveCa } = useActions();
  const certificates = useStateOf('certificates');
  if (certificates === null) return null;
  const { ca, server } = certificates;
  return (
    <section className="card" aria-label={t('page:caCertificate')}>
      <h2>{t('page:caCertificate')}</h2>
      <SettingRow
        title={t('page:fingerprint')}
        hint={t('page:validUntil', { date: ca.notAfter.slice(0, 10) })}
      >
        <code className="fingerprint">{ca.sha256Fingerprint}</code>
      </SettingRow>
      <SettingRow
        title={t('page:serverCertificate')}
        hint={t('page:validUntil', { date: server.notAfter.slice(0, 10) })}
      >
        <code className="fingerprint">{server.dnsNames.join(' ')}</code>
      </SettingRow>
      <div className="buttons">
        <Button leftSection={<IconDownload size={16} stroke={1.5} />} onClick={() => void saveCa()}>
          {t('page:saveCa')}
        </Button>
      </div>
    </section>
  );
}
