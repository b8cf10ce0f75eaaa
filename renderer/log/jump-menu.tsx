import { Button, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowsVertical, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { Input } from '../../shared/contract/contract.ts';
import { useText } from '../text/text-context.tsx';

/** What can be jumped to. */
export type JumpTo = Input<'log.jump'>['to'];

const KINDS: readonly JumpTo[] = ['push', 'restart', 'panic', 'verdict', 'bookmark'];

/** Jumps to the next or previous push, restart, panic, verdict or bookmark. */
export function JumpMenu({ onJump }: { readonly onJump: (to: JumpTo, forward: boolean) => void }): ReactNode {
  const t = useText();
  return (
    <Menu position="top-start" trapFocus returnFocus>
      <Menu.Target>
        <Button className="jump" leftSection={<IconArrowsVertical size={14} stroke={1.5} />}>
          {t('page:jump')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {([true, false] as const).map((forward) => (
          <div key={String(forward)}>
            <Menu.Label>{t(forward ? 'page:jumpNext' : 'page:jumpPrevious')}</Menu.Label>
            {KINDS.map((to) => (
              <Menu.Item
                key={to}
                leftSection={
                  forward ? <IconArrowDown size={14} stroke={1.5} /> : <IconArrowUp size={14} stroke={1.5} />
                }
                onClick={() => onJump(to, forward)}
              >
                {t(`page:jump_${to}`)}
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
