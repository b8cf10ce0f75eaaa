import { Button, Checkbox, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { CertificatesState, TrustKind } from '../../shared/contract/certificates-values.ts';
import { useClient } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { CertsDialog } from './certs-dialog.tsx';
import { authorityOfWay, boardsText, plainSubject } from './certs-text.ts';
import { useAttempt } from './use-attempt.ts';
import { useNamedBoards } from './use-named-boards.ts';

interface SwitchDialogProps {
  /** Null: closed. */
  readonly way: TrustKind | null;
  readonly certificates: CertificatesState;
  readonly onClose: () => void;
  readonly onDone: (way: TrustKind) => void;
}

/** Asks before boards are shown another certificate, and says which boards that are. */
export function SwitchDialog({ way, certificates, onClose, onDone }: SwitchDialogProps): ReactNode {
  const t = useText();
  // The title stays while the dialog closes.
  const [last, setLast] = useState<TrustKind>('own');
  if (way !== null && way !== last) setLast(way);
  return (
    <CertsDialog
      opened={way !== null}
      title={t('certs:switchTitle', { way: t(`certs:way_${way ?? last}`) })}
      onClose={onClose}
    >
      <Content way={way ?? last} certificates={certificates} onClose={onClose} onDone={onDone} />
    </CertsDialog>
  );
}

interface ContentProps extends SwitchDialogProps {
  readonly way: TrustKind;
}

function Content({ way, certificates, onClose, onDone }: ContentProps): ReactNode {
  const t = useText();
  const client = useClient();
  const attempt = useAttempt();
  const [keep, setKeep] = useState(false);
  const { authorities } = certificates;
  const free = useNamedBoards(authorities).filter(({ chosen }) => chosen === null);
  const next = authorityOfWay(authorities, way);
  const before = authorities.find(({ inUse }) => inUse);
  const use = async (): Promise<void> => {
    const done = await attempt.run(async () => {
      if (keep && before !== undefined)
        for (const { deviceId } of free)
          await client.call('certificates.setAuthority', { deviceId, authority: before.sha256Fingerprint });
      return client.call('certificates.useTrust', { trust: way });
    });
    if (done !== null) onDone(way);
  };
  const names = free.map(({ nameKey }) => nameKey);
  return (
    <>
      <p>{t('certs:switchWhat', { subject: plainSubject(next?.subject ?? '') })}</p>
      <p>
        {free.length === 0
          ? t('certs:switchNobody')
          : t('certs:switchBoards', { boards: boardsText(t, free, names) })}
      </p>
      {free.length > 0 && before !== undefined && (
        <Checkbox
          size="xs"
          checked={keep}
          label={t('certs:switchKeep', { subject: plainSubject(before.subject) })}
          onChange={(event) => setKeep(event.currentTarget.checked)}
        />
      )}
      {attempt.error !== null && <ErrorNote error={attempt.error} />}
      <Group justify="flex-end" mt="lg">
        <Button data-autofocus onClick={onClose}>
          {t('certs:cancel')}
        </Button>
        <Button variant="filled" loading={attempt.busy} onClick={() => void use()}>
          {t('certs:switchDo')}
        </Button>
      </Group>
    </>
  );
}
