import { ActionIcon, Button, NumberInput, Popover, Select, Stack, Switch, Tooltip } from '@mantine/core';
import {
  IconAdjustments,
  IconColumns2,
  IconCopy,
  IconDeviceFloppy,
  IconFolderOpen,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { LogSettings } from '../../shared/contract/log-settings.ts';
import { LOG_STAMPS } from '../../shared/contract/log-values.ts';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';

export interface ViewMenuProps {
  readonly settings: LogSettings;
  /** Logs that can stand beside this one. */
  readonly others: readonly { readonly value: string; readonly label: string }[];
  readonly beside: string | null;
  readonly onBeside: (logId: string | null) => void;
  readonly onSave: () => void;
  readonly onCopy: () => void;
  readonly onOpen: () => void;
}

const NOTHING = '';

/** Times, wrapping and letters; another log beside this one; saving, copying and opening. */
export function ViewMenu(props: ViewMenuProps): ReactNode {
  const { settings, others, beside, onBeside, onSave, onCopy, onOpen } = props;
  const t = useText();
  const { run } = useActions();
  const [opened, setOpened] = useState(false);
  const update = (patch: Partial<LogSettings>): void =>
    void run('settings.update', { log: { ...settings, ...patch, highlights: [...settings.highlights] } });
  const then = (action: () => void) => (): void => {
    setOpened(false);
    action();
  };
  return (
    <Popover position="top-end" trapFocus withinPortal opened={opened} onChange={setOpened}>
      <Popover.Target>
        <Tooltip label={t('page:logView')} disabled={opened}>
          <ActionIcon size={24} aria-label={t('page:logView')} onClick={() => setOpened(!opened)}>
            <IconAdjustments size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('page:logView')}>
        <Stack gap="xs" w={260}>
          <Select
            label={t('page:stamps')}
            data={LOG_STAMPS.map((value) => ({ value, label: t(`page:stamps_${value}`) }))}
            value={settings.stamps}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            onChange={(stamps) => stamps !== null && update({ stamps })}
          />
          <Switch
            label={t('page:wrapLines')}
            checked={settings.wrap}
            onChange={(event) => update({ wrap: event.currentTarget.checked })}
          />
          <NumberInput
            label={t('page:logFont')}
            min={8}
            max={24}
            value={settings.fontPx}
            onChange={(value) => {
              const fontPx = Number(value);
              if (Number.isInteger(fontPx) && fontPx >= 8 && fontPx <= 24) update({ fontPx });
            }}
          />
          {others.length > 0 && (
            <Select
              label={t('page:beside')}
              leftSection={<IconColumns2 size={14} stroke={1.5} />}
              data={[{ value: NOTHING, label: t('page:besideNothing') }, ...others]}
              value={beside ?? NOTHING}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
              onChange={(logId) => onBeside(logId === null || logId === NOTHING ? null : logId)}
            />
          )}
          <Button leftSection={<IconCopy size={14} stroke={1.5} />} onClick={then(onCopy)}>
            {t('page:copyShown')}
          </Button>
          <Button leftSection={<IconDeviceFloppy size={14} stroke={1.5} />} onClick={then(onSave)}>
            {t('page:saveLog')}
          </Button>
          <Button leftSection={<IconFolderOpen size={14} stroke={1.5} />} onClick={then(onOpen)}>
            {t('page:openLog')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
