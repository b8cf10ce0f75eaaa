import { Button, Group, Modal, PasswordInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import { useClient } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';

const MAX_SSID = 32;
const MAX_PASSWORD = 63;

interface WifiDialogProps {
  /** Whether a board waits for it right now. */
  readonly asked: boolean;
  readonly onClose: () => void;
}

/** Asks for the bench's Wi-Fi. It is kept like a key, given to boards that ask, and never in a log. */
export function WifiDialog({ asked, onClose }: WifiDialogProps): ReactNode {
  const t = useText();
  const client = useClient();
  const [ssid, setSsid] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<ErrorPayload | null>(null);
  const send = async (): Promise<void> => {
    try {
      await client.call('wifi.set', { ssid, password });
      onClose();
    } catch (thrown) {
      setError(toErrorPayload(thrown));
    }
  };
  return (
    <Modal opened onClose={onClose} title={t(asked ? 'page:wifiTitle' : 'page:wifiForBoards')} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p>{t('page:wifiWhy')}</p>
        <TextInput
          mt="md"
          label={t('page:wifiName')}
          required
          data-autofocus
          maxLength={MAX_SSID}
          autoComplete="off"
          value={ssid}
          onChange={(event) => setSsid(event.currentTarget.value)}
        />
        <PasswordInput
          mt="sm"
          label={t('page:wifiPassword')}
          maxLength={MAX_PASSWORD}
          autoComplete="off"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {error !== null && <ErrorNote error={error} />}
        <Group justify="flex-end" mt="lg">
          <Button onClick={onClose}>{t('page:notNow')}</Button>
          <Button type="submit" variant="filled" disabled={ssid === ''}>
            {t(asked ? 'page:wifiSend' : 'page:save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
