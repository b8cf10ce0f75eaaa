import { Button, CopyButton, Group } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { FirmwareLines } from '../../shared/contract/certificates-values.ts';
import { useText } from '../text/text-context.tsx';

interface FirmwarePartProps {
  readonly part: FirmwareLines['parts'][number];
  readonly why: string;
}

/** The lines of one file of the project, and a button that copies them. */
export function FirmwarePart({ part, why }: FirmwarePartProps): ReactNode {
  const t = useText();
  const { file, text } = part;
  return (
    <section className="firmware-file" aria-label={file}>
      <Group justify="space-between">
        <h3>
          <code>{file}</code> <small>{why}</small>
        </h3>
        <CopyButton value={text}>
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
      <pre>{text}</pre>
    </section>
  );
}
