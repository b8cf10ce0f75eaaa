import { Button, Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { CertificateFinding } from '../../shared/contract/certificates-values.ts';
import { useText } from '../text/text-context.tsx';
import type { KeepOptions } from './use-brought.ts';

interface KeepBroughtProps {
  readonly findings: readonly CertificateFinding[];
  readonly busy: boolean;
  readonly onKeep: (options: KeepOptions) => Promise<void>;
}

/** Keeps what was judged; what warns is taken only when that is said, what blocks never. */
export function KeepBrought({ findings, busy, onKeep }: KeepBroughtProps): ReactNode {
  const t = useText();
  const [accepted, setAccepted] = useState(false);
  if (findings.some(({ severity }) => severity === 'blocks'))
    return <p className="tone-err">{t('certs:blocked')}</p>;
  const warns = findings.length > 0;
  const keep = (use: boolean): void => void onKeep({ acceptWarnings: accepted, use });
  return (
    <>
      {warns && (
        <Checkbox
          size="xs"
          label={t('certs:acceptWarnings')}
          checked={accepted}
          onChange={(event) => setAccepted(event.currentTarget.checked)}
        />
      )}
      <div className="buttons">
        <Button disabled={busy || (warns && !accepted)} onClick={() => keep(false)}>
          {t('certs:keep')}
        </Button>
        <Button variant="filled" disabled={busy || (warns && !accepted)} onClick={() => keep(true)}>
          {t('certs:keepAndUse')}
        </Button>
      </div>
    </>
  );
}
