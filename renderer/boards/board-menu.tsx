import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDots,
  IconPencil,
  IconPlug,
  IconPlugOff,
  IconPower,
  IconRotate,
  IconTrash,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { BoardState } from '../../shared/contract/values.ts';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';
import { RenameBoard } from './rename-board.tsx';

/** What can be done with the selected board besides updating it. */
export function BoardMenu({ board }: { readonly board: BoardState }): ReactNode {
  const t = useText();
  const { run } = useActions();
  const [renaming, setRenaming] = useState(false);
  const { deviceId, link, port, baudRate } = board;
  const running = board.session !== null && board.session.verdict === null;
  const open = link === 'open' || link === 'opening';
  const resettable = open && (board.hasModemLines || port.virtual);
  return (
    <>
      <Menu position="bottom-end" trapFocus returnFocus>
        <Menu.Target>
          <ActionIcon size={20} aria-label={t('page:boardActions', { name: board.name })}>
            <IconDots size={16} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconRotate size={16} stroke={1.5} />}
            disabled={!resettable}
            title={open && !resettable ? t('page:noModemLines') : undefined}
            onClick={() => void run('board.reset', { deviceId })}
          >
            {t('page:resetBoard')}
          </Menu.Item>
          <Menu.Item leftSection={<IconPencil size={16} stroke={1.5} />} onClick={() => setRenaming(true)}>
            {t('page:renameBoard')}
          </Menu.Item>
          {port.virtual && (
            <Menu.Item
              leftSection={<IconPower size={16} stroke={1.5} />}
              onClick={() => void run('virtual.power', { deviceId, on: false })}
            >
              {t('page:powerOff')}
            </Menu.Item>
          )}
          {port.virtual && (
            <Menu.Item
              leftSection={<IconPower size={16} stroke={1.5} />}
              onClick={() => void run('virtual.power', { deviceId, on: true })}
            >
              {t('page:powerOn')}
            </Menu.Item>
          )}
          {open ? (
            <Menu.Item
              leftSection={<IconPlugOff size={16} stroke={1.5} />}
              disabled={running}
              onClick={() => void run('board.close', { deviceId })}
            >
              {t('page:closePort')}
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconPlug size={16} stroke={1.5} />}
              onClick={() => void run('board.open', { path: port.path, baudRate })}
            >
              {t('page:openPortAgain')}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconTrash size={16} stroke={1.5} />}
            disabled={running}
            onClick={() => void run('board.remove', { deviceId })}
          >
            {t('page:removeBoard')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {renaming && <RenameBoard board={board} onClose={() => setRenaming(false)} />}
    </>
  );
}
