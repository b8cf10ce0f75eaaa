import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';

import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import type { Client } from '../client/client.ts';
import { useClient, useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';

interface OpenLogProps {
  readonly onOpened: (logId: string) => void;
  readonly onClose: () => void;
}

/** Bytes sent to the core at once. */
const PIECE_BYTES = 8 * 1024 * 1024;

/** Opens a log that any terminal program saved: from this machine's files, or by its path on the core's machine. */
export function OpenLog({ onOpened, onClose }: OpenLogProps): ReactNode {
  const t = useText();
  const client = useClient();
  const paths = useStateOf('app')?.paths ?? 'none';
  const picker = useRef<HTMLInputElement>(null);
  const [path, setPath] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorPayload | null>(null);
  const attempt = async (work: () => Promise<string | null>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const logId = await work();
      if (logId !== null) onOpened(logId);
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
              if (file !== undefined) void attempt(() => openFile(client, file, paths !== 'none'));
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

/** By its path where the core can read it, else in pieces. */
export async function openFile(client: Client, file: File, pathsTaken: boolean): Promise<string | null> {
  const path = pathsTaken ? client.pathOf(file) : null;
  if (path !== null) return (await client.call('log.open', { path })).logId;
  let uploadId: string | null = null;
  for (let from = 0; ; from += PIECE_BYTES) {
    const bytes = new Uint8Array(await file.slice(from, from + PIECE_BYTES).arrayBuffer());
    const isLast = from + PIECE_BYTES >= file.size;
    const answer: { readonly uploadId: string; readonly logId: string | null } = await client.call(
      'log.upload',
      {
        uploadId,
        fileName: file.name,
        bytes,
        isLast,
      },
    );
    uploadId = answer.uploadId;
    if (isLast) return answer.logId;
  }
}
