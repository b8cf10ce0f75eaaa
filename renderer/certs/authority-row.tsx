import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { AuthorityState } from '../../shared/contract/certificates-values.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { saveText } from '../bench/browser-files.ts';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';
import { boardsText, dayText, plainSubject } from './certs-text.ts';
import { Fingerprint } from './fingerprint.tsx';
import { InUse } from './in-use.tsx';
import type { NamedBoard } from './use-named-boards.ts';

interface AuthorityRowProps {
  readonly authority: AuthorityState;
  readonly boards: readonly NamedBoard[];
  readonly onDrop: () => void;
}

/** One authority: what it is called, how long it lasts, whom it serves. */
export function AuthorityRow({ authority, boards, onDrop }: AuthorityRowProps): ReactNode {
  const t = useText();
  const { run } = useActions();
  const { role, key, inUse, boards: keys, sha256Fingerprint } = authority;
  const subject = plainSubject(authority.subject);
  const savePem = async (): Promise<void> => {
    const ca = await run('certificates.caPem', { authority: sha256Fingerprint });
    if (ca !== null) saveText(ca.fileName, ca.pem, 'application/x-pem-file');
  };
  return (
    <li data-role={role}>
      <div className="authority">
        <div>
          <p>
            <span className="role">{t(`certificates:role.${role}`)}</span> {inUse && <InUse />}
          </p>
          <h3>{subject}</h3>
          <p className="mute">
            {key} · {lifeText(t, authority, Date.now())}
          </p>
          <p>
            {keys.length === 0
              ? t('certs:nobody')
              : t('certs:boardsOf', { boards: boardsText(t, boards, keys) })}
          </p>
        </div>
        <div className="way-buttons">
          <Button
            aria-label={t('certs:savePemOf', { subject })}
            leftSection={<IconDownload size={16} stroke={1.5} aria-hidden="true" />}
            onClick={() => void savePem()}
          >
            {t('certs:savePem')}
          </Button>
          {role === 'previous' && (
            <Button aria-label={t('certs:dropOf', { subject })} onClick={onDrop}>
              {t('certs:drop')}
            </Button>
          )}
        </div>
      </div>
      <Fingerprint value={sha256Fingerprint} />
    </li>
  );
}

function lifeText(t: Translator, { notBefore, notAfter }: AuthorityState, nowMs: number): string {
  if (Date.parse(notAfter) < nowMs) return t('certs:ended', { date: dayText(notAfter) });
  if (Date.parse(notBefore) > nowMs) return t('certs:notYet', { date: dayText(notBefore) });
  return t('trust:until', { date: dayText(notAfter) });
}
