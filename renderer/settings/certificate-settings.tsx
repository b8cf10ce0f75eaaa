import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { useActions } from '../bench/use-actions.ts';
import { useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { SettingRow } from './setting-row.tsx';

/** What boards trust, and what the server shows them. */
export function CertificateSettings(): ReactNode {
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
