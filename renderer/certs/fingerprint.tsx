import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { useText } from '../text/text-context.tsx';

/** All 64 digits, and a button that copies them. */
export function Fingerprint({ value }: { readonly value: string }): ReactNode {
  const t = useText();
  return (
    <div className="fingerprint-line">
      <code className="fingerprint">{value}</code>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Tooltip label={t(copied ? 'page:copied' : 'certs:copyFingerprint')}>
            <ActionIcon
              size="sm"
              aria-label={t(copied ? 'page:copied' : 'certs:copyFingerprint')}
              onClick={copy}
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} stroke={1.5} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
