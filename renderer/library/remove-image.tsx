import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { ImageSummary } from '../../shared/contract/values.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import { useClient } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { imageTitle } from './library-text.ts';

interface RemoveImageProps {
  readonly image: ImageSummary;
  readonly onClose: () => void;
}

/** Asks before an image and its history go; says why it cannot go now. */
export function RemoveImage({ image, onClose }: RemoveImageProps): ReactNode {
  const t = useText();
  const client = useClient();
  const [error, setError] = useState<ErrorPayload | null>(null);
  const [busy, setBusy] = useState(false);
  const remove = async (): Promise<void> => {
    setBusy(true);
    try {
      await client.call('image.remove', { imageId: image.imageId });
      onClose();
    } catch (thrown) {
      setError(toErrorPayload(thrown));
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('page:removeTitle', { image: imageTitle(image) })} size="sm">
      <p>{t('page:removeWhat', { file: image.fileName })}</p>
      {error !== null && <ErrorNote error={error} />}
      <Group justify="flex-end" mt="lg">
        <Button data-autofocus onClick={onClose}>
          {t('page:cancel')}
        </Button>
        <Button variant="filled" color="err" className="danger" disabled={busy} onClick={() => void remove()}>
          {t('page:remove')}
        </Button>
      </Group>
    </Modal>
  );
}
