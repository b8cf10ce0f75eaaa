import { Button, CopyButton, Group, Modal } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';
import { FIRMWARE_FILES } from './firmware-files.ts';

/** What the firmware needs to take updates from this program, file by file, with the lines to copy. */
export function FirmwareLines({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useText();
  const { saveCa } = useActions();
  return (
    <Modal opened onClose={onClose} title={t('page:firmwareTitle')} size="lg">
      <p>{t('page:firmwareWhy')}</p>
      {FIRMWARE_FILES.map(({ file, why, lines }) => (
        <section className="firmware-file" key={file} aria-label={file}>
          <Group justify="space-between">
            <h3>
              <code>{file}</code> <small>{t(why)}</small>
            </h3>
            <CopyButton value={lines}>
              {({ copied, copy }) => (
                <Button
                  leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} stroke={1.5} />}
                  onClick={copy}
                >
                  {t(copied ? 'page:copied' : 'page:copyLines')}
                </Button>
              )}
            </CopyButton>
          </Group>
          <pre>{lines}</pre>
        </section>
      ))}
      <p>{t('page:firmwareThen')}</p>
      <Group justify="flex-end" mt="md">
        <Button leftSection={<IconDownload size={16} stroke={1.5} />} onClick={() => void saveCa()}>
          {t('page:saveCa')}
        </Button>
        <Button variant="filled" onClick={onClose}>
          {t('page:close')}
        </Button>
      </Group>
    </Modal>
  );
}
