import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { AuthorityState } from '../../shared/contract/certificates-values.ts';
import { useClient } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { CertsDialog } from './certs-dialog.tsx';
import { boardsText, plainSubject } from './certs-text.ts';
import { useAttempt } from './use-attempt.ts';
import type { NamedBoard } from './use-named-boards.ts';

interface DropDialogProps {
  /** Null: closed. */
  readonly authority: AuthorityState | null;
  readonly boards: readonly NamedBoard[];
  readonly onClose: () => void;
  readonly onDone: (subject: string) => void;
}

/** Asks before a previous CA and its key go for good. */
export function DropDialog({ authority, boards, onClose, onDone }: DropDialogProps): ReactNode {
  const t = useText();
  const [last, setLast] = useState<AuthorityState | null>(null);
  if (authority !== null && authority !== last) setLast(authority);
  const shown = authority ?? last;
  return (
    <CertsDialog
      opened={authority !== null}
      title={t('certs:dropTitle', { subject: plainSubject(shown?.subject ?? '') })}
      onClose={onClose}
    >
      {shown !== null && <Content authority={shown} boards={boards} onClose={onClose} onDone={onDone} />}
    </CertsDialog>
  );
}

interface ContentProps extends DropDialogProps {
  readonly authority: AuthorityState;
}

function Content({ authority, boards, onClose, onDone }: ContentProps): ReactNode {
  const t = useText();
  const client = useClient();
  const attempt = useAttempt();
  const { sha256Fingerprint, subject, boards: keys } = authority;
  const drop = async (): Promise<void> => {
    const done = await attempt.run(() =>
      client.call('certificates.dropPrevious', { authority: sha256Fingerprint }),
    );
    if (done !== null) onDone(subject);
  };
  return (
    <>
      <p>{t('certs:dropWhat')}</p>
      {keys.length > 0 && <p>{t('certs:dropBoards', { boards: boardsText(t, boards, keys) })}</p>}
      {attempt.error !== null && <ErrorNote error={attempt.error} />}
      <Group justify="flex-end" mt="lg">
        <Button data-autofocus onClick={onClose}>
          {t('certs:cancel')}
        </Button>
        <Button
          variant="filled"
          color="err"
          className="danger"
          loading={attempt.busy}
          onClick={() => void drop()}
        >
          {t('certs:dropDo')}
        </Button>
      </Group>
    </>
  );
}
