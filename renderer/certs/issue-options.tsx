import { SegmentedControl, Switch } from '@mantine/core';
import type { ReactNode } from 'react';

import type { LeafKind, TrustSettings } from '../../shared/contract/certificates-values.ts';
import type { Input } from '../../shared/contract/contract.ts';
import { useClient } from '../client/context.tsx';
import { SettingRow } from '../settings/setting-row.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { useAttempt } from './use-attempt.ts';

const LEAVES: readonly { readonly value: LeafKind; readonly label: string }[] = [
  { value: 'rsa2048', label: 'RSA-2048' },
  { value: 'p256', label: 'P-256' },
];

/** How server certificates are made and sent; each choice holds from the next handshake on. */
export function IssueOptions({ options }: { readonly options: TrustSettings }): ReactNode {
  const t = useText();
  const client = useClient();
  const attempt = useAttempt();
  const set = (change: Input<'certificates.setOptions'>): void =>
    void attempt.run(() => client.call('certificates.setOptions', change));
  return (
    <>
      <SettingRow title={t('certs:leafKind')} hint={t('certs:leafKindHint')}>
        <SegmentedControl
          aria-label={t('certs:leafKind')}
          data={[...LEAVES]}
          value={options.leaf}
          disabled={attempt.busy}
          onChange={(leaf) => set({ leaf: leaf as LeafKind })}
        />
      </SettingRow>
      <SettingRow title={t('certs:chainKind')} hint={t('certs:chainKindHint')}>
        <SegmentedControl
          aria-label={t('certs:chainKind')}
          data={[
            { value: 'full', label: t('certs:chain_full') },
            { value: 'leaf', label: t('certs:chain_leaf') },
          ]}
          value={options.chain}
          disabled={attempt.busy}
          onChange={(chain) => set({ chain: chain === 'leaf' ? 'leaf' : 'full' })}
        />
      </SettingRow>
      <SettingRow title={t('certs:smallRecords')} hint={t('certs:smallRecordsHint')}>
        <Switch
          aria-label={t('certs:smallRecords')}
          checked={options.smallRecords}
          disabled={attempt.busy}
          onChange={(event) => set({ smallRecords: event.currentTarget.checked })}
        />
      </SettingRow>
      {attempt.error !== null && <ErrorNote error={attempt.error} onClose={attempt.clear} />}
    </>
  );
}
