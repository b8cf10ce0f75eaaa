import { Button, NumberInput, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { AliasSettings, AliasState } from '../../shared/contract/network-values.ts';
import { useActions } from '../bench/use-actions.ts';
import { SettingRow } from '../settings/setting-row.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { AliasPaths, rowsOf } from './alias-paths.tsx';

interface AliasFormProps {
  readonly saved: AliasSettings;
  readonly state: AliasState;
}

/** Host names, paths and a second port for boards whose firmware has a URL of its own. */
export function AliasForm({ saved, state }: AliasFormProps): ReactNode {
  const t = useText();
  const { run } = useActions();
  const [hosts, setHosts] = useState(saved.hosts.join('\n'));
  const [port, setPort] = useState<number | null>(saved.port);
  const [rows, setRows] = useState(() => rowsOf(saved.paths));
  const given = {
    hosts: hosts.split(/\s+/).filter((host) => host !== ''),
    port,
    paths: rows.map(({ path, target }) => ({ path, target })),
  };
  return (
    <section className="card aliases" aria-labelledby="aliases-title">
      <h2 id="aliases-title">{t('network:aliases')}</h2>
      <p>{t('network:aliasesHint')}</p>
      <SettingRow title={t('network:aliasHosts')} hint={t('network:aliasHostsHint')}>
        <Textarea
          autosize
          minRows={1}
          maxRows={6}
          aria-label={t('network:aliasHosts')}
          placeholder="ota.example.org"
          value={hosts}
          onChange={(event) => setHosts(event.currentTarget.value)}
        />
      </SettingRow>
      <SettingRow title={t('network:aliasPort')} hint={t('network:aliasPortHint')}>
        <NumberInput
          aria-label={t('network:aliasPort')}
          placeholder="8070"
          min={1}
          max={65_535}
          allowDecimal={false}
          hideControls
          value={port ?? ''}
          onChange={(value) => setPort(value === '' ? null : Number(value))}
        />
      </SettingRow>
      <AliasPaths rows={rows} onChange={setRows} />
      <p role="status">
        {state.listener.kind === 'listening' && t('network:aliasListening', { port: state.listener.port })}
      </p>
      {state.listener.kind === 'failed' && <ErrorNote error={state.listener.error} />}
      {state.broken.map(({ path, error }) => (
        <ErrorNote key={path} error={error} />
      ))}
      <div className="buttons">
        <Button
          variant="filled"
          disabled={isSame(given, saved) || (port !== null && (port < 1 || port > 65_535))}
          onClick={() => void run('network.setAliases', { ...given, keep: true })}
        >
          {t('network:save')}
        </Button>
      </div>
    </section>
  );
}

function isSame(a: AliasSettings, b: AliasSettings): boolean {
  const flat = ({ hosts, paths, port }: AliasSettings): string =>
    JSON.stringify([hosts, paths.map(({ path, target }) => [path, target]), port]);
  return flat(a) === flat(b);
}
