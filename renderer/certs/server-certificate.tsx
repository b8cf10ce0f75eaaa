import { Button, NativeSelect } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type {
  AuthorityState,
  CertificatesState,
  TrustSettings,
} from '../../shared/contract/certificates-values.ts';
import { useClient } from '../client/context.tsx';
import { SettingRow } from '../settings/setting-row.tsx';
import { exactBytes } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { authorityText, dayText } from './certs-text.ts';
import { Fingerprint } from './fingerprint.tsx';
import { IssueOptions } from './issue-options.tsx';
import { useAttempt } from './use-attempt.ts';

interface ServerCertificateProps {
  readonly certificates: CertificatesState;
  readonly options: TrustSettings;
}

/** What boards are shown in the handshake, and how it is made and sent. */
export function ServerCertificate({ certificates, options }: ServerCertificateProps): ReactNode {
  const t = useText();
  const client = useClient();
  const attempt = useAttempt();
  const { authorities } = certificates;
  const [looked, setLooked] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const shown =
    authorities.find(({ sha256Fingerprint }) => sha256Fingerprint === looked) ??
    authorities.find(({ inUse }) => inUse);
  const reissue = async (): Promise<void> => {
    setSaid('');
    if ((await attempt.run(() => client.call('certificates.reissue', {}))) !== null)
      setSaid(t('certs:reissued'));
  };
  return (
    <section className="card server-certificate" aria-labelledby="certs-server">
      <h2 id="certs-server">{t('certs:server')}</h2>
      {authorities.length > 1 && shown !== undefined ? (
        <NativeSelect
          label={t('certs:serverOf')}
          value={shown.sha256Fingerprint}
          data={authorities.map((each) => ({
            value: each.sha256Fingerprint,
            label: authorityText(t, each),
          }))}
          onChange={(event) => setLooked(event.currentTarget.value)}
        />
      ) : (
        <p>{t('certs:serverHint')}</p>
      )}
      {shown !== undefined && <Leaf authority={shown} />}
      <SettingRow title={t('certs:reissue')} hint={t('certs:reissueHint')}>
        <Button
          loading={attempt.busy}
          leftSection={<IconRefresh size={16} stroke={1.5} aria-hidden="true" />}
          onClick={() => void reissue()}
        >
          {t('certs:reissue')}
        </Button>
      </SettingRow>
      <p role="status">{said}</p>
      {attempt.error !== null && <ErrorNote error={attempt.error} onClose={attempt.clear} />}
      <IssueOptions options={options} />
    </section>
  );
}

function Leaf({ authority }: { readonly authority: AuthorityState }): ReactNode {
  const t = useText();
  const { leaf, chainLength, chainBytes } = authority;
  const list = (names: readonly string[]): string =>
    names.length === 0 ? t('certs:none') : names.join(t('certs:listSeparator'));
  const rows = [
    ['subject', leaf.subject],
    ['issuer', leaf.issuer],
    ['names', list(leaf.dnsNames)],
    ['addresses', list(leaf.ipAddresses)],
    ['valid', t('certs:fromTo', { from: dayText(leaf.notBefore), to: dayText(leaf.notAfter) })],
    ['key', t('certs:keyAndHash', { key: leaf.key, hash: leaf.hash.toUpperCase().replace('SHA', 'SHA-') })],
    [
      'handshake',
      t(chainLength === 1 ? 'certs:handshakeText_one' : 'certs:handshakeText_more', {
        count: chainLength,
        bytes: exactBytes(chainBytes),
      }),
    ],
  ] as const;
  return (
    <dl>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`certs:${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div>
        <dt>{t('certs:fingerprint')}</dt>
        <dd>
          <Fingerprint value={leaf.sha256Fingerprint} />
        </dd>
      </div>
    </dl>
  );
}
