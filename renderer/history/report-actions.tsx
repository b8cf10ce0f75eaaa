import { Button, Checkbox } from '@mantine/core';
import { IconDownload, IconReport } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { ReportFiles } from '../../shared/contract/history-values.ts';
import { saveFile } from '../bench/browser-files.ts';
import { useActions } from '../bench/use-actions.ts';
import { sizeText } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { ReportDialog } from './report-dialog.tsx';

interface ReportActionsProps {
  /** Null until it is known where it lies. */
  readonly report: ReportFiles | null;
  /** Whether one was written at all. */
  readonly written: boolean;
}

/** Opens a report, and saves it whole. */
export function ReportActions({ report, written }: ReportActionsProps): ReactNode {
  const t = useText();
  const { run } = useActions();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<{ readonly reportId: string; readonly keep: boolean } | null>(null);
  if (!written) return <p className="mute">{t('history:noReport')}</p>;
  if (report === null) return null;
  const { reportId, folder, zip, zipBytes } = report;
  const kept = chosen?.reportId === reportId ? chosen.keep : report.kept;
  const keep = async (wanted: boolean): Promise<void> => {
    if ((await run('report.keep', { reportId, keep: wanted })) !== null)
      setChosen({ reportId, keep: wanted });
  };
  if (folder === null && zip === null) return <p className="mute">{t('history:reportGone')}</p>;
  const save = async (): Promise<void> => {
    const file = await run('report.read', { reportId, file: 'zip' });
    if (file === null) return;
    saveFile(file.fileName, new Uint8Array(file.bytes), 'application/zip');
    setChosen({ reportId, keep: true });
  };
  return (
    <>
      {folder !== null && (
        <Button
          variant="filled"
          leftSection={<IconReport size={16} stroke={1.5} />}
          onClick={() => setOpen(true)}
        >
          {t('history:openReport')}
        </Button>
      )}
      {zip !== null && (
        <Button
          leftSection={<IconDownload size={16} stroke={1.5} />}
          rightSection={zipBytes !== null && <small className="mute">{sizeText(zipBytes, 0)}</small>}
          onClick={() => void save()}
        >
          {t('history:saveReport')}
        </Button>
      )}
      <Checkbox
        label={t('history:keepReport')}
        checked={kept}
        onChange={(event) => void keep(event.currentTarget.checked)}
      />
      {open && <ReportDialog reportId={reportId} onClose={() => setOpen(false)} />}
    </>
  );
}
