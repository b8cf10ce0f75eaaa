import './settings.css';

import type { ReactNode } from 'react';

import { useStateOf } from '../client/context.tsx';
import { MappingSettings } from '../mapping/mapping-settings.tsx';
import { useText } from '../text/text-context.tsx';
import { AppearanceSettings } from './appearance-settings.tsx';
import { BoardsSettings } from './boards-settings.tsx';
import { LogSettings } from './log-settings.tsx';
import { ReportSettings } from './report-settings.tsx';

/** What is remembered between runs: each with one sentence and its default. */
export function SettingsScreen(): ReactNode {
  const t = useText();
  const settings = useStateOf('settings');
  const app = useStateOf('app');
  return (
    <main className="cards-screen settings" aria-labelledby="settings-title">
      <h1 id="settings-title">{t('page:settings')}</h1>
      {settings !== null && (
        <>
          <AppearanceSettings settings={settings} />
          <BoardsSettings settings={settings} />
          <LogSettings settings={settings} />
          <ReportSettings settings={settings} />
          <MappingSettings />
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
