import './bar.css';

import { Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { openSpotlight } from '@mantine/spotlight';
import { IconContrast, IconDownload, IconLanguage, IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { useActions } from '../bench/use-actions.ts';
import { useConnection, useStateOf } from '../client/context.tsx';
import { useLanguage, useText } from '../text/text-context.tsx';
import { serverText, shortFingerprint } from './bar-text.ts';

const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
const LANGUAGES = [
  ['system', null],
  ['en', 'English'],
  ['zh-CN', '简体中文'],
] as const;

/** The server and its CA, the palette, language and theme: the same on every screen. */
export function TopBar(): ReactNode {
  const t = useText();
  return (
    <header className="bar">
      <Mark />
      <strong>OTA Workbench</strong>
      <Server />
      <Ca />
      <UnstyledButton className="palette" onClick={openSpotlight}>
        <IconSearch size={16} stroke={1.5} aria-hidden="true" />
        <span>{t('page:goToOrRun')}</span>
        <kbd>Ctrl K</kbd>
      </UnstyledButton>
      <LanguageMenu />
      <ThemeMenu />
    </header>
  );
}

function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M2 3v5M6 4v4M10 3v5M14 4v4M18 3v5" />
      <path className="v" d="M3.5 12v4M6.75 12v4M10 12v5M13.25 12v4M16.5 12v4" />
    </svg>
  );
}

function Server(): ReactNode {
  const t = useText();
  const { run } = useActions();
  const server = useStateOf('server');
  const lost = useConnection().kind === 'lost';
  const { lamp, word, url, title } = serverText(t, server);
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton
          className="server"
          title={title}
          aria-label={`${t('page:server')}: ${word} ${url ?? ''}`}
        >
          <i className="lamp" data-lamp={lost ? 'bad' : lamp} />
          <b>{lost ? t('page:connectionLost') : word}</b> {url !== null && <code>{url}</code>}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {server?.kind === 'listening' ? (
          <>
            {server.urls.map((each) => (
              <Menu.Item key={each} onClick={() => void navigator.clipboard.writeText(each)}>
                {t('page:copyUrl')} <code>{each}</code>
              </Menu.Item>
            ))}
            <Menu.Item onClick={() => void run('server.stop', {})}>{t('page:stopServer')}</Menu.Item>
          </>
        ) : (
          <Menu.Item onClick={() => void run('server.start', {})}>{t('page:startServer')}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Ca(): ReactNode {
  const t = useText();
  const { saveCa } = useActions();
  const fingerprint = useStateOf('certificates')?.ca.sha256Fingerprint;
  if (fingerprint === undefined) return null;
  return (
    <Tooltip label={t('page:caTooltip', { fingerprint })} multiline>
      <UnstyledButton className="ca" aria-label={t('page:saveCa')} onClick={() => void saveCa()}>
        <b>CA</b> <code>{shortFingerprint(fingerprint)}</code>
        <IconDownload size={14} stroke={1.5} aria-hidden="true" />
      </UnstyledButton>
    </Tooltip>
  );
}

function LanguageMenu(): ReactNode {
  const t = useText();
  const language = useLanguage();
  const { run } = useActions();
  const chosen = useStateOf('settings')?.language ?? 'system';
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton className="quiet" aria-label={t('page:language')}>
          <IconLanguage size={16} stroke={1.5} aria-hidden="true" />
          {language === 'en' ? 'EN' : '中文'}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map(([value, label]) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={chosen === value}
            onClick={() => void run('settings.update', { language: value })}
          >
            {label ?? t('page:likeSystem')}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function ThemeMenu(): ReactNode {
  const t = useText();
  const { run } = useActions();
  const chosen = useStateOf('settings')?.theme ?? 'system';
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton className="quiet" aria-label={t('page:theme')}>
          <IconContrast size={16} stroke={1.5} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {THEMES.map((theme) => (
          <Menu.Item
            key={theme}
            role="menuitemradio"
            aria-checked={chosen === theme}
            onClick={() => void run('settings.update', { theme })}
          >
            {t(`page:theme_${theme}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
