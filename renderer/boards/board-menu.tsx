import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDots,
  IconDownload,
  IconPencil,
  IconPlug,
  IconPlugOff,
  IconPower,
  IconRotate,
  IconSettings,
  IconTrash,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { BoardState } from '../../shared/contract/values.ts';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';
import { PortSettings } from './port-settings.tsx';
import { RenameBoard } from './rename-board.tsx';

/** What can be done with the selected board besides updating it. */
export function BoardMenu({ board }: { readonly board: BoardState }): ReactNode {
  const t = useText();
  const { run } = useActions();
  const [renaming, setRenaming] = useState(false);
  const [showsSettings, setShowsSettings] = useState(false);
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
          <Menu.Item
            leftSection={<IconDownload size={16} stroke={1.5} />}
            disabled={!resettable || running}
            title={open && !resettable ? t('page:noModemLines') : undefined}
            onClick={() => void run('board.enterDownload', { deviceId })}
          >
            {t('serial:downloadMode')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconSettings size={16} stroke={1.5} />}
            onClick={() => setShowsSettings(true)}
          >
            {t('serial:portSettings')}
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
      {showsSettings && <PortSettings board={board} onClose={() => setShowsSettings(false)} />}
      {renaming && <RenameBoard board={board} onClose={() => setRenaming(false)} />}
    </>
  );
}
