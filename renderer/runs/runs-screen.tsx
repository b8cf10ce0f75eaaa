import './runs.css';

import { SegmentedControl, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { RunView } from '../../shared/run/run-view.ts';
import { useBench } from '../bench/bench-context.tsx';
import { NeedsYou } from '../fleet/needs-you.tsx';
import { Failures } from '../notices/failure.tsx';
import { clockText } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { PlanRun } from './plan-run.tsx';
import { PlanSetup } from './plan-setup.tsx';
import { SoakRun } from './soak-run.tsx';
import { SoakSetup } from './soak-setup.tsx';
import { useRuns } from './use-runs.ts';

/** Does it hold N times? One board with images in turn, or the steps of a plan; case by case. */
export function RunsScreen(): ReactNode {
  const t = useText();
  const soaks = useRuns('soak');
  const plans = useRuns('plan');
  const all = [...soaks, ...plans].sort((one, other) => other.startedAtMs - one.startedAtMs);
  const [wanted, setWanted] = useState<string | null>(null);
  const shown = all.find(({ runId }) => runId === wanted) ?? all[0] ?? null;
  const { state, dispatch } = useBench();
  const { setup } = state;
  return (
    <>
      <main className="runs" aria-label={t('page:runs')}>
        <header>
          <h1>{t('page:runs')}</h1>
          <SegmentedControl
            aria-label={t('runs:kind')}
            data={[
              { value: 'soak', label: t('runs:soak') },
              { value: 'plan', label: t('runs:plan') },
            ]}
            value={setup}
            onChange={(value) => dispatch({ kind: 'setUpRun', setup: value === 'plan' ? 'plan' : 'soak' })}
          />
          <p>{t(setup === 'soak' ? 'runs:runsOnce' : 'runs:planOnce')}</p>
        </header>
        <Failures />
        {setup === 'soak' ? <SoakSetup busy={soaks.some(goesOn)} /> : <PlanSetup busy={plans.some(goesOn)} />}
        {shown === null && <p className="nothing">{t('runs:noRuns')}</p>}
        {shown !== null && (shown.kind === 'plan' ? <PlanRun run={shown} /> : <SoakRun run={shown} />)}
        {all.length > 1 && (
          <nav className="card earlier" aria-label={t('runs:earlier')}>
            <h3>{t('runs:earlier')}</h3>
            {all.map(({ runId, title, startedAtMs, endedAtMs, stopped }) => (
              <UnstyledButton
                key={runId}
                aria-current={runId === shown?.runId ? 'true' : undefined}
                onClick={() => setWanted(runId)}
              >
                <Glyph name={endedAtMs === null ? 'updating' : stopped === null ? 'confirmed' : 'warning'} />
                <span>{title}</span>
                <small>{clockText(startedAtMs)}</small>
              </UnstyledButton>
            ))}
          </nav>
        )}
      </main>
      <NeedsYou run={shown} tiles={[]} />
    </>
  );
}

function goesOn({ endedAtMs }: RunView): boolean {
  return endedAtMs === null;
}
