import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';

import { saveFile } from '../bench/browser-files.ts';
import { useClient } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { CertsDialog } from './certs-dialog.tsx';
import { PasswordField } from './password-field.tsx';
import { useAttempt } from './use-attempt.ts';

interface BackupDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: (fileName: string) => void;
}

/** Writes all CAs with their keys into one file under a password. */
export function BackupDialog(props: BackupDialogProps): ReactNode {
  const t = useText();
  return (
    <CertsDialog opened={props.opened} title={t('certs:backupTitle')} onClose={props.onClose}>
      <Content {...props} />
    </CertsDialog>
  );
}

function Content({ onClose, onDone }: BackupDialogProps): ReactNode {
  const t = useText();
  const client = useClient();
  const attempt = useAttempt();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const differ = again !== '' && again !== password;
  const backUp = async (): Promise<void> => {
    const made = await attempt.run(() => client.call('certificates.backup', { password }));
    setAgain('');
    setPassword('');
    if (made === null) return;
    saveFile(made.fileName, new Uint8Array(made.bytes), 'application/x-pkcs12');
    onDone(made.fileName);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void backUp();
      }}
    >
      <p>{t('certs:backupWhat')}</p>
      <p>{t('certs:backupCare')}</p>
      <PasswordField
        label={t('certs:password')}
        description={t('certs:passwordLeast')}
        value={password}
        autoFocus
        onChange={setPassword}
      />
      <PasswordField
        label={t('certs:passwordAgain')}
        error={differ ? t('certs:passwordsDiffer') : null}
        value={again}
        onChange={setAgain}
      />
      {attempt.error !== null && <ErrorNote error={attempt.error} />}
      <Group justify="flex-end" mt="lg">
        <Button onClick={onClose}>{t('certs:cancel')}</Button>
        <Button
          type="submit"
          variant="filled"
          loading={attempt.busy}
          disabled={password === '' || again !== password}
        >
          {t('certs:backupDo')}
        </Button>
      </Group>
    </form>
  );
}
