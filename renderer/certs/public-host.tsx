import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';

import type { CertificatesState } from '../../shared/contract/certificates-values.ts';
import type { Settings } from '../../shared/contract/values.ts';
import { useActions } from '../bench/use-actions.ts';
import { SettingRow } from '../settings/setting-row.tsx';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';

interface PublicHostProps {
  readonly certificates: CertificatesState;
  readonly server: Settings['server'];
}

/** Which name of a public CA's certificate boards ask for. */
export function PublicHost({ certificates, server }: PublicHostProps): ReactNode {
  const t = useText();
  const { run } = useActions();
  const authority = certificates.authorities.find(({ role }) => role === 'public');
  if (authority === undefined) return null;
  const { host } = server;
  // A name with a wildcard is a pattern: the name that it stands for is typed on the server's screen.
  const names = authority.leaf.dnsNames.filter((name) => !name.includes('*'));
  const listed = host === null || names.includes(host) ? names : [host, ...names];
  const isNamed = host !== null && authority.leaf.dnsNames.some((pattern) => covers(pattern, host));
  const isUsed = authority.inUse || authority.boards.length > 0;
  return (
    <>
      <SettingRow title={t('certs:urlHost')} hint={t('certs:urlHostHint')}>
        <NativeSelect
          aria-label={t('certs:urlHost')}
          value={host ?? ''}
          data={[{ value: '', label: t('certs:urlHostAddress') }, ...listed]}
          onChange={(event) =>
            void run('settings.update', { server: { ...server, host: event.currentTarget.value || null } })
          }
        />
      </SettingRow>
      {isUsed && !isNamed && (
        <p className="tone-warn" role="status">
          <Glyph name="warning" />{' '}
          {host === null ? t('certs:urlHostIsAddress') : t('certs:urlHostNotNamed', { host })}
        </p>
      )}
    </>
  );
}

/** A wildcard stands for exactly one label. */
function covers(pattern: string, host: string): boolean {
  const [wanted, name] = [pattern.toLowerCase(), host.toLowerCase()];
  return wanted === name || (wanted.startsWith('*.') && name.slice(name.indexOf('.')) === wanted.slice(1));
}
