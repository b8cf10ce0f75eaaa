import { Button } from '@mantine/core';
import { IconReport } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';
import { ReportDialog } from './report-dialog.tsx';

/** Opens the report of the update whose verdict is shown. */
export function ReportButton(): ReactNode {
  const t = useText();
  const { run } = useActions();
  const { session, dispatch } = useBench();
  const [reportId, setReportId] = useState<string | null>(null);
  if (session === null) return null;
  const open = async (): Promise<void> => {
    const details = await run('history.read', { pushId: session.pushId });
    if (details === null) return;
    const { push, report } = details;
    if (report?.folder != null) setReportId(report.reportId);
    else
      dispatch({
        kind: 'fail',
        error: { code: 'report/unknown', params: { reportId: push.reportId ?? '' } },
      });
  };
  return (
    <>
      <Button leftSection={<IconReport size={16} stroke={1.5} />} onClick={() => void open()}>
        {t('history:reportEllipsis')}
      </Button>
      {reportId !== null && <ReportDialog reportId={reportId} onClose={() => setReportId(null)} />}
    </>
  );
}
