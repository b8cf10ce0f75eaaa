import { Button, FileButton, Group } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import { useClient } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { withCertificateFiles } from './certificate-files.ts';
import { CertsDialog } from './certs-dialog.tsx';
import { PasswordField } from './password-field.tsx';
import { useAttempt } from './use-attempt.ts';

interface RestoreDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Takes over the CAs of a backup. */
export function RestoreDialog(props: RestoreDialogProps): ReactNode {
  const t = useText();
  return (
    <CertsDialog opened={props.opened} title={t('certs:restoreTitle')} onClose={props.onClose}>
      <Content {...props} />
    </CertsDialog>
  );
}

function Content({ onClose, onDone }: RestoreDialogProps): ReactNode {
  const t = useText();
  const client = useClient();
  const attempt = useAttempt();
  const [file, setFile] = useState<File | null>(null);
  const [password, setPassword] = useState('');
  const restore = async (chosen: File): Promise<void> => {
    const restored = await attempt.run(() =>
      withCertificateFiles([chosen], async ([read]) =>
        client.call('certificates.restore', { bytes: read?.bytes ?? new Uint8Array(), password }),
      ),
    );
    setPassword('');
    if (restored !== null) onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (file !== null) void restore(file);
      }}
    >
      <p>{t('certs:restoreWhat')}</p>
      <div className="file-line">
        <FileButton accept=".p12,.pfx" onChange={setFile}>
          {(button) => (
            <Button
              {...button}
              data-autofocus
              leftSection={<IconUpload size={16} stroke={1.5} aria-hidden="true" />}
            >
              {t('certs:chooseBackup')}
            </Button>
          )}
        </FileButton>
        <span aria-live="polite">{file?.name ?? t('certs:noFile')}</span>
      </div>
      <PasswordField label={t('certs:password')} value={password} onChange={setPassword} />
      {attempt.error !== null && <ErrorNote error={attempt.error} />}
      <Group justify="flex-end" mt="lg">
        <Button onClick={onClose}>{t('certs:cancel')}</Button>
        <Button type="submit" variant="filled" loading={attempt.busy} disabled={file === null}>
          {t('certs:restoreDo')}
        </Button>
      </Group>
    </form>
  );
}
