import '../library/image-details.css';

import { Button } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';

import type { HistoryRun, ReportFiles } from '../../shared/contract/history-values.ts';
import { useClient } from '../client/context.tsx';
import { dateText, durationText } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { runGlyph, runText } from './history-text.ts';
import { ReportActions } from './report-actions.tsx';

/** A run: what became of its cases, and its report. */
export function RunDetails(props: { readonly run: HistoryRun; readonly onShowCases: () => void }): ReactNode {
  const t = useText();
  const { run, onShowCases } = props;
  const report = useReport(run.reportId);
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t(`report:kind_${run.runKind}`), t(`history:runState_${run.state}`)],
    [t('report:cases'), runText(t, run)],
    [t('report:started'), dateText(run.startedAtMs)],
    [t('page:duration'), durationText(run.durationMs)],
  ];
  return (
    <>
      <header>
        <h2>
          <Glyph name={runGlyph(run)} /> {run.title}
        </h2>
      </header>
      <div className="buttons">
        <ReportActions report={report} written={run.reportId !== null} />
        <Button leftSection={<IconListDetails size={16} stroke={1.5} />} onClick={onShowCases}>
          {t('history:showCases')}
        </Button>
      </div>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function useReport(reportId: string | null): ReportFiles | null {
  const client = useClient();
  const [reports, setReports] = useState<readonly ReportFiles[]>([]);
  useEffect(() => {
    if (reportId !== null) client.call('report.list', {}).then(setReports, () => undefined);
  }, [client, reportId]);
  return reports.find((report) => report.reportId === reportId) ?? null;
}
