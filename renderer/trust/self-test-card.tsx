import { Button, NativeSelect } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { CertificatesState } from '../../shared/contract/certificates-values.ts';
import type { SelfTest } from '../../shared/ota/self-test.ts';
import { useAttempt } from '../certs/use-attempt.ts';
import { VerdictTable } from '../certs/verdict-table.tsx';
import { useClient } from '../client/context.tsx';
import { SettingRow } from '../settings/setting-row.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Glyph } from '../ui/glyph.tsx';

/** A connection of our own, now: what boards of each release would say to what is served. */
export function SelfTestCard({ certificates }: { readonly certificates: CertificatesState }): ReactNode {
  const t = useText();
  const client = useClient();
  const attempt = useAttempt();
  const [host, setHost] = useState('');
  const [result, setResult] = useState<SelfTest | null>(null);
  const { dnsNames, ipAddresses } = certificates.server;
  const hosts = [...new Set([...ipAddresses, ...dnsNames])].filter((name) => !name.includes('*'));
  const test = async (): Promise<void> => {
    setResult(null);
    const asked = hosts.includes(host) ? host : null;
    setResult(await attempt.run(() => client.call('certificates.selfTest', { host: asked })));
  };
  return (
    <section className="card self-test" aria-labelledby="self-test-title">
      <h2 id="self-test-title">{t('certs:selfTest')}</h2>
      <SettingRow title={t('certs:host')} hint={t('certs:selfTestHint')}>
        <NativeSelect
          aria-label={t('certs:host')}
          value={hosts.includes(host) ? host : ''}
          data={[{ value: '', label: t('certs:hostByItself') }, ...hosts]}
          onChange={(event) => setHost(event.currentTarget.value)}
        />
      </SettingRow>
      <div className="buttons">
        <Button
          loading={attempt.busy}
          leftSection={<IconShieldCheck size={16} stroke={1.5} aria-hidden="true" />}
          onClick={() => void test()}
        >
          {t('certs:testNow')}
        </Button>
      </div>
      {attempt.error !== null && <ErrorNote error={attempt.error} onClose={attempt.clear} />}
      <div aria-live="polite">{result !== null && <Result result={result} />}</div>
    </section>
  );
}

function Result({ result }: { readonly result: SelfTest }): ReactNode {
  const t = useText();
  const { host, through } = result;
  if (result.kind === 'failed') {
    return (
      <p className="tone-err" data-why={result.why}>
        <Glyph name="failed" />{' '}
        {t(`checks:self-test.failed_${result.why}`, { through, detail: result.detail })}
      </p>
    );
  }
  const { version, cipher, durationMs } = result;
  return (
    <>
      <p>
        {t('certs:tested', { host, through, version, cipher, durationMs: Math.round(durationMs) })}{' '}
        {result.elsewhere && t('certs:testedElsewhere')}
      </p>
      <VerdictTable caption={host} verdicts={result.verdicts} />
    </>
  );
}
