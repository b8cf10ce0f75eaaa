import { Button, Group, Modal, Select, Switch, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';

import { DEFAULT_BOARD_SERIAL, DEFAULT_SERIAL_SETTINGS } from '../../shared/contract/serial-settings.ts';
import type { BoardSerialSettings } from '../../shared/contract/serial-values.ts';
import type { BoardState } from '../../shared/contract/values.ts';
import type { LineEnding } from '../../shared/serial/line-ending.ts';
import { LINE_ENDINGS } from '../../shared/serial/line-ending.ts';
import { ENTER_DOWNLOAD, RUN_APP } from '../../shared/serial/reset-sequence.ts';
import { useActions } from '../bench/use-actions.ts';
import { useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { PortLines } from './port-lines.tsx';
import { sequenceProblem } from './sequence-problem.ts';

interface PortSettingsProps {
  readonly board: BoardState;
  readonly onClose: () => void;
}

/** How one board's port is driven: its lines now, its reset sequences, flow control, and what Enter sends. */
export function PortSettings({ board, onClose }: PortSettingsProps): ReactNode {
  const t = useText();
  const { run } = useActions();
  const serial = useStateOf('settings')?.serial ?? DEFAULT_SERIAL_SETTINGS;
  const before = serial.boards[board.deviceId] ?? DEFAULT_BOARD_SERIAL;
  const [own, setOwn] = useState<BoardSerialSettings>(before);
  const resetProblem = sequenceProblem(t, own.resetSequence);
  const downloadProblem = sequenceProblem(t, own.downloadSequence);
  const save = async (): Promise<void> => {
    const boards = { ...serial.boards, [board.deviceId]: own };
    if ((await run('settings.update', { serial: { ...serial, boards } })) === null) return;
    // Flow control is chosen when a port is opened.
    if (own.rtscts !== before.rtscts && board.link === 'open')
      await run('board.open', { path: board.port.path, baudRate: board.baudRate });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('serial:portSettings')}>
      <PortLines board={board} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          mt="md"
          label={t('serial:resetSequence')}
          description={t('serial:sequenceHint')}
          placeholder={RUN_APP}
          value={own.resetSequence ?? ''}
          error={resetProblem}
          onChange={(event) => setOwn({ ...own, resetSequence: orNull(event.currentTarget.value) })}
        />
        <TextInput
          mt="md"
          label={t('serial:downloadSequence')}
          placeholder={ENTER_DOWNLOAD}
          value={own.downloadSequence ?? ''}
          error={downloadProblem}
          onChange={(event) => setOwn({ ...own, downloadSequence: orNull(event.currentTarget.value) })}
        />
        <Select
          mt="md"
          label={t('serial:lineEnding')}
          data={[
            { value: '', label: t('serial:asForAll', { ending: t(`serial:ending_${serial.lineEnding}`) }) },
            ...LINE_ENDINGS.map((ending) => ({ value: ending, label: t(`serial:ending_${ending}`) })),
          ]}
          value={own.lineEnding ?? ''}
          allowDeselect={false}
          onChange={(value) => setOwn({ ...own, lineEnding: endingOf(value) })}
        />
        <Switch
          mt="md"
          label={t('serial:rtscts')}
          description={t('serial:rtsctsHint')}
          checked={own.rtscts}
          onChange={(event) => setOwn({ ...own, rtscts: event.currentTarget.checked })}
        />
        <Group justify="flex-end" mt="lg">
          <Button onClick={onClose}>{t('page:cancel')}</Button>
          <Button type="submit" variant="filled" disabled={resetProblem !== null || downloadProblem !== null}>
            {t('page:save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text;
}

function endingOf(value: string | null): LineEnding | null {
  return LINE_ENDINGS.find((ending) => ending === value) ?? null;
}
