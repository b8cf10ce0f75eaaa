import { Button, Group, Modal, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import { useActions } from '../bench/use-actions.ts';
import { useClient, useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';

/** A build by its path, where the core's machine is another one or nothing can be dropped. */
export function PathDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useText();
  const client = useClient();
  const { chooseImage } = useActions();
  const paths = useStateOf('app')?.paths ?? 'none';
  const folders = typeof paths === 'string' ? [] : paths;
  const [path, setPath] = useState(folders[0] ?? '');
  const [error, setError] = useState<ErrorPayload | null>(null);
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
      onClose();
    } catch (thrown) {
      setError(toErrorPayload(thrown));
    }
  };
  const add = async (): Promise<void> => chooseImage((await client.call('image.addPath', { path })).imageId);
  return (
    <Modal opened onClose={onClose} title={t('page:addFromPath')} size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(add);
        }}
      >
        <TextInput
          label={t('page:path')}
          description={
            folders.length === 0 ? t('page:pathHint') : t('page:pathBelow', { folders: folders.join(', ') })
          }
          required
          data-autofocus
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        {error !== null && <ErrorNote error={error} />}
        <Group justify="flex-end" mt="lg">
          <Button onClick={onClose}>{t('page:cancel')}</Button>
          <Button
            disabled={path === ''}
            onClick={() =>
              void attempt(() => client.call('watch.start', { path, autoAdd: false, autoPush: null }))
            }
          >
            {t('page:watchIt')}
          </Button>
          <Button type="submit" variant="filled" disabled={path === ''}>
            {t('page:addToLibrary')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
