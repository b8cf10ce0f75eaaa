import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';

import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import { useClient, useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { openLogFile } from './open-file.ts';

interface OpenLogProps {
  readonly onOpened: (logId: string) => void;
  readonly onClose: () => void;
}

/** Opens a log that any terminal program saved: from this machine's files, or by its path on the core's machine. */
export function OpenLog({ onOpened, onClose }: OpenLogProps): ReactNode {
  const t = useText();
  const client = useClient();
  const paths = useStateOf('app')?.paths ?? 'none';
  const picker = useRef<HTMLInputElement>(null);
  const [path, setPath] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorPayload | null>(null);
  const attempt = async (work: () => Promise<string>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      onOpened(await work());
      onClose();
    } catch (thrown) {
      setError(toErrorPayload(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('page:openLog')} size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(async () => (await client.call('log.open', { path })).logId);
        }}
      >
        <Stack gap="sm">
          <p className="hint">{t('page:openLogHint')}</p>
          <input
            ref={picker}
            type="file"
            hidden
            data-testid="log-input"
            aria-label={t('page:chooseFile')}
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file !== undefined) void attempt(() => openLogFile(client, file, paths !== 'none'));
            }}
          />
          <Group>
            <Button variant="filled" data-autofocus loading={busy} onClick={() => picker.current?.click()}>
              {t('page:chooseFile')}
            </Button>
          </Group>
          {paths !== 'none' && (
            <TextInput
              label={t('page:path')}
              value={path}
              onChange={(event) => setPath(event.currentTarget.value)}
            />
          )}
          {error !== null && <ErrorNote error={error} />}
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('page:cancel')}</Button>
            {path !== '' && (
              <Button type="submit" loading={busy}>
                {t('page:openLog')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
