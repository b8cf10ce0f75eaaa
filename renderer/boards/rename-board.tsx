import { Button, Group, Modal, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { BoardState } from '../../shared/contract/values.ts';
import { useActions } from '../bench/use-actions.ts';
import { useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { useSerial } from './use-serial.ts';

const MAX_NAME = 60;

/** Gives a board a name of its own, kept with the settings. */
export function RenameBoard(props: { readonly board: BoardState; readonly onClose: () => void }): ReactNode {
  const t = useText();
  const { run } = useActions();
  const names = useStateOf('settings')?.boardNames ?? {};
  const nameKey = useSerial(props.board.deviceId)?.nameKey ?? props.board.deviceId;
  const [name, setName] = useState(props.board.name);
  const save = async (): Promise<void> => {
    const given = name.trim().slice(0, MAX_NAME);
    if (given === '') return;
    await run('settings.update', { boardNames: { ...names, [nameKey]: given } });
    props.onClose();
  };
  return (
    <Modal opened onClose={props.onClose} title={t('page:renameBoard')} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label={t('page:boardName')}
          value={name}
          maxLength={MAX_NAME}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button onClick={props.onClose}>{t('page:cancel')}</Button>
          <Button type="submit" variant="filled" disabled={name.trim() === ''}>
            {t('page:save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
