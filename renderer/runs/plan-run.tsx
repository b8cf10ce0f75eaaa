import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

import { expectationText } from '../../shared/report/case-passed.ts';
import { caseResult, countResults } from '../../shared/run/case-result.ts';
import { CONFIRMED } from '../../shared/run/expectation.ts';
import type { RunCaseView, RunView } from '../../shared/run/run-view.ts';
import { errorText } from '../../shared/text/translator.ts';
import { durationText } from '../text/format.ts';
import { outcomeWord } from '../text/outcome-word.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';

/** Cases beyond these are in the report; the page shows the last that began. */
const SHOWN = 300;

/** A plan as it runs: case by case, against what is expected of each. */
export function PlanRun({ run }: { readonly run: RunView }): ReactNode {
  const t = useText();
  const { wave, waves, title, cases } = run;
  const { passed, failed } = countResults(cases);
  const begun = cases.filter(({ state }) => state.kind === 'ended' || state.kind === 'running');
  const others = cases.filter(({ state }) => state.kind !== 'ended' && state.kind !== 'running');
  const shown = [...begun.slice(-SHOWN), ...others].slice(0, SHOWN);
  return (
    <section className="card soak-run plan-run" aria-label={title}>
      <h2>
        {wave === null ? t('runs:over') : t('runs:stepOf', { step: wave + 1, steps: waves })}
        <small>{title}</small>
      </h2>
      <p role="status">{t('runs:casesPassed', { passed, failed })}</p>
      <Table className="cycles" stickyHeader>
        <Table.Thead>
          <Table.Tr>
            {(['stepName', 'board', 'outcome', 'expected', 'duration'] as const).map((name) => (
              <Table.Th key={name} scope="col">
                {t(`runs:${name}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((one) => (
            <CaseRow key={one.taskId} one={one} />
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function CaseRow({ one }: { readonly one: RunCaseView }): ReactNode {
  const t = useText();
  const { label, version, boardName, state, expected = CONFIRMED, error, durationMs } = one;
  const result = caseResult(one);
  const unmet = result === 'failed';
  return (
    <Table.Tr data-result={result} data-state={state.kind}>
      <Table.Td>{label ?? version}</Table.Td>
      <Table.Td>{boardName}</Table.Td>
      <Table.Td>
        <CaseState one={one} />
        {unmet && error !== null && <small> {errorText(t, error).message}</small>}
        {!unmet && error !== null && <small> {error.code}</small>}
      </Table.Td>
      <Table.Td>
        <small>{expectationText({ outcome: expected.outcome, codes: [...expected.codes] })}</small>
      </Table.Td>
      <Table.Td>{durationMs === null ? '' : durationText(durationMs)}</Table.Td>
    </Table.Tr>
  );
}

/** What happened, marked by whether it is what was expected. */
function CaseState({ one }: { readonly one: RunCaseView }): ReactNode {
  const t = useText();
  const { state } = one;
  if (state.kind === 'ended')
    return (
      <>
        <Glyph name={caseResult(one) === 'passed' ? 'confirmed' : 'failed'} /> {outcomeWord(t, state.outcome)}
      </>
    );
  const glyph = { running: 'updating', waiting: 'idle', skipped: 'idle' } as const;
  const word = { running: 'updating', waiting: 'waiting', skipped: 'skipped' } as const;
  return (
    <>
      <Glyph name={glyph[state.kind]} /> {t(`runs:${word[state.kind]}`)}
    </>
  );
}
