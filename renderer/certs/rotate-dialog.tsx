import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';

import type { CertificatesState } from '../../shared/contract/certificates-values.ts';
import { useClient } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { CertsDialog } from './certs-dialog.tsx';
import { boardsText } from './certs-text.ts';
import { useAttempt } from './use-attempt.ts';
import { useNamedBoards } from './use-named-boards.ts';

interface RotateDialogProps {
  readonly opened: boolean;
  readonly certificates: CertificatesState;
  readonly onClose: () => void;
  /** `boards`: those that stay with the old CA, as their `nameKey`. */
  readonly onDone: (boards: readonly string[]) => void;
}

/** Asks before a new CA is made, and says what each board needs then. */
export function RotateDialog(props: RotateDialogProps): ReactNode {
  const t = useText();
  return (
    <CertsDialog opened={props.opened} title={t('certs:rotateTitle')} onClose={props.onClose}>
      <Content {...props} />
    </CertsDialog>
  );
}

function Content({ certificates, onClose, onDone }: RotateDialogProps): ReactNode {
  const t = useText();
  const client = useClient();
  const attempt = useAttempt();
  const { authorities } = certificates;
  const boards = useNamedBoards(authorities);
  const current = authorities.find(({ role }) => role === 'current');
  const having = boards.filter(
    ({ isOpen, isVirtual, chosen }) =>
      isOpen && !isVirtual && (chosen ?? certificates.ca.sha256Fingerprint) === current?.sha256Fingerprint,
  );
  const rotate = async (): Promise<void> => {
    const made = await attempt.run(() => client.call('certificates.rotate', {}));
    if (made !== null) onDone(made.boards);
  };
  const names = having.map(({ nameKey }) => nameKey);
  return (
    <>
      <p>{t('certs:rotateWhat')}</p>
      <p>{t('certs:rotateBoards', { boards: boardsText(t, boards, names) })}</p>
      <p>{t('certs:rotateNeeds')}</p>
      <ol>
        <li>{t('certs:rotateStep1')}</li>
        <li>{t('certs:rotateStep2')}</li>
        <li>{t('certs:rotateStep3')}</li>
      </ol>
      <p>{t('certs:rotateUnknown')}</p>
      {attempt.error !== null && <ErrorNote error={attempt.error} />}
      <Group justify="flex-end" mt="lg">
        <Button data-autofocus onClick={onClose}>
          {t('certs:cancel')}
        </Button>
        <Button variant="filled" loading={attempt.busy} onClick={() => void rotate()}>
          {t('certs:rotateDo')}
        </Button>
      </Group>
    </>
  );
}
