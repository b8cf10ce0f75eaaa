import { Button, Checkbox, Group, Modal, Select, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { LogStamps, LogTextOptions } from '../../shared/contract/log-values.ts';
import { LOG_FORMATS, LOG_STAMPS } from '../../shared/contract/log-values.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import { saveParts } from '../bench/browser-files.ts';
import { useClient } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { textOfRows } from './copy-rows.ts';
import type { LogFeed } from './log-feed.ts';

interface SaveDialogProps {
  readonly feed: LogFeed;
  /** Of the file, without its ending. */
  readonly name: string;
  readonly stamps: LogStamps;
  readonly onClose: () => void;
}

const ENDINGS = { text: 'log', ndjson: 'ndjson', csv: 'csv' } as const;
const TYPES = { text: 'text/plain', ndjson: 'application/x-ndjson', csv: 'text/csv' } as const;

/** Saves what is shown of a log. */
export function SaveDialog({ feed, name, stamps, onClose }: SaveDialogProps): ReactNode {
  const t = useText();
  const client = useClient();
  const [options, setOptions] = useState<LogTextOptions>({ format: 'text', stamps, ansi: false });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorPayload | null>(null);
  const { format } = options;
  const save = async (): Promise<void> => {
    const { viewId, rows } = feed;
    if (viewId === null) return;
    setBusy(true);
    try {
      // A blob may lie on disk: a log of any size is put together piece by piece.
      const parts: Blob[] = [];
      for await (const text of textOfRows(client, viewId, 0, rows, options)) parts.push(new Blob([text]));
      saveParts(`${name}.${ENDINGS[format]}`, parts, TYPES[format]);
      onClose();
    } catch (thrown) {
      setError(toErrorPayload(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('page:saveLog')} size="sm">
      <Stack gap="sm">
        <p className="hint">
          {t('page:saveWhat')} {t('page:saving', { total: (feed.state?.lines ?? 0).toLocaleString('en-US') })}
        </p>
        <Select
          label={t('page:saveFormat')}
          data={LOG_FORMATS.map((value) => ({ value, label: t(`page:format_${value}`) }))}
          value={format}
          allowDeselect={false}
          onChange={(value) => value !== null && setOptions({ ...options, format: value })}
        />
        {format === 'text' && (
          <>
            <Select
              label={t('page:stamps')}
              data={LOG_STAMPS.map((value) => ({ value, label: t(`page:stamps_${value}`) }))}
              value={options.stamps}
              allowDeselect={false}
              onChange={(value) => value !== null && setOptions({ ...options, stamps: value })}
            />
            <Checkbox
              label={t('page:saveAnsi')}
              checked={options.ansi}
              onChange={(event) => setOptions({ ...options, ansi: event.currentTarget.checked })}
            />
          </>
        )}
        {error !== null && <ErrorNote error={error} />}
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('page:cancel')}</Button>
          <Button variant="filled" data-autofocus loading={busy} onClick={() => void save()}>
            {t('page:save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
