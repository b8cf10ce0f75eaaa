import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

import type { RunCaseView, RunView } from '../../shared/run/run-view.ts';
import { errorText } from '../../shared/text/translator.ts';
import { durationText, exactBytes, rateText } from '../text/format.ts';
import { outcomeWord } from '../text/outcome-word.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { CycleChart } from './cycle-chart.tsx';

/** Cycles beyond these are in the report; the page shows the last. */
const SHOWN = 200;

/** One soak: its charts and its cycles, the newest first. */
export function SoakRun({ run }: { readonly run: RunView }): ReactNode {
  const t = useText();
  const begun = run.cases.filter(({ state }) => state.kind === 'ended' || state.kind === 'running');
  const measured = (name: string) => (one: RunCaseView) => one.measured[name] ?? null;
  return (
    <section className="card soak-run" aria-label={run.title}>
      <h2>
        {t('runs:cycleOf', { cycle: begun.length, cycles: run.cases.length })}
        <small>{run.title}</small>
      </h2>
      <CycleChart
        title={t('runs:chart')}
        cases={begun}
        read={({ durationMs }) => durationMs}
        textOf={durationText}
        from={0}
      />
      <CycleChart
        title={t('runs:chartRate')}
        cases={begun}
        read={measured('writtenBytesPerSecond')}
        textOf={rateText}
        from={0}
      />
      <CycleChart
        title={t('runs:chartHeap')}
        cases={begun}
        read={measured('freeHeapBytes')}
        textOf={exactBytes}
      />
      <CycleChart
        title={t('runs:chartRssi')}
        cases={begun}
        read={measured('rssiDbm')}
        textOf={(value) => `${value} dBm`}
      />
      <Table className="cycles" stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('runs:cycle')}</Table.Th>
            <Table.Th scope="col">{t('runs:outcome')}</Table.Th>
            <Table.Th scope="col">{t('runs:image')}</Table.Th>
            <Table.Th scope="col">{t('runs:duration')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {begun
            .slice(-SHOWN)
            .toReversed()
            .map((one) => (
              <CycleRow key={one.taskId} one={one} />
            ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function CycleRow({ one }: { readonly one: RunCaseView }): ReactNode {
  const t = useText();
  const { cycle, version, durationMs, error, state } = one;
  const outcome = state.kind === 'ended' ? state.outcome : null;
  return (
    <Table.Tr data-outcome={outcome ?? 'running'}>
      <Table.Td>{cycle}</Table.Td>
      <Table.Td>
        <Glyph name={outcome ?? 'updating'} />{' '}
        {outcome === null ? t('runs:updating') : outcomeWord(t, outcome)}
        {error !== null && <small> {errorText(t, error).message}</small>}
      </Table.Td>
      <Table.Td>{version}</Table.Td>
      <Table.Td>{durationMs === null ? '' : durationText(durationMs)}</Table.Td>
    </Table.Tr>
  );
}
