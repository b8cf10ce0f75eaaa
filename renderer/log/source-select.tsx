import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { LogFileState } from '../../shared/contract/log-values.ts';
import type { BoardState } from '../../shared/contract/values.ts';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';

interface SourceSelectProps {
  readonly board: BoardState | null;
  readonly files: readonly LogFileState[];
  readonly logId: string | null;
  /** Null for the selected board's log. */
  readonly onChoose: (fileId: string | null) => void;
}

/** Which log is looked at: the selected board's, or a saved one. */
export function SourceSelect({ board, files, logId, onChoose }: SourceSelectProps): ReactNode {
  const t = useText();
  const { run } = useActions();
  const file = files.find((each) => each.logId === logId);
  return (
    <span className="source">
      <NativeSelect
        size="xs"
        aria-label={t('page:logOf')}
        value={file?.logId ?? ''}
        onChange={(event) => onChoose(event.currentTarget.value || null)}
        data={[
          { value: '', label: board?.name ?? '—' },
          ...files.map((each) => ({ value: each.logId, label: each.name })),
        ]}
      />
      {file !== undefined && (
        <ActionIcon
          size={20}
          aria-label={t('page:closeLog', { name: file.name })}
          onClick={() => {
            onChoose(null);
            void run('log.closeFile', { logId: file.logId });
          }}
        >
          <IconX size={14} stroke={1.5} />
        </ActionIcon>
      )}
    </span>
  );
}
