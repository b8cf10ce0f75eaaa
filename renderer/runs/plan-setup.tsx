import './plan.css';

import { Button, TextInput } from '@mantine/core';
import { IconFileText, IconPlayerPlay, IconRefresh, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { PlanProblems } from './plan-problems.tsx';
import { PlanSummary } from './plan-summary.tsx';
import type { ChosenPlan } from './use-plan.ts';
import { usePlan } from './use-plan.ts';

/** A plan from its file: what is wrong with it, what it will do, and the one button. */
export function PlanSetup({ busy }: { readonly busy: boolean }): ReactNode {
  const t = useText();
  const plan = usePlan();
  const { state, dispatch } = useBench();
  const { source, check, notes, error } = plan;
  const { planFile } = state;
  const { takeFile, readAgain } = plan;
  const isFromBefore = useRef(source !== null && planFile === null);
  // A plan that was chosen before another screen was shown: its file may have changed since.
  useEffect(() => {
    if (!isFromBefore.current) return;
    isFromBefore.current = false;
    void readAgain();
  }, [readAgain]);
  useEffect(() => {
    if (planFile === null) return;
    // It is taken once.
    dispatch({ kind: 'bringPlan', file: null });
    void takeFile(planFile);
  }, [planFile, dispatch, takeFile]);
  return (
    <section className="card plan-setup" aria-label={t('runs:plan')}>
      <PlanChoice plan={plan} />
      {error !== null && <ErrorNote error={error} />}
      {source !== null && check !== null && (
        <>
          {'imageIds' in source && <p className="hint">{t('runs:planUploaded')}</p>}
          <PlanProblems file={check.file} problems={check.problems} />
          <PlanProblems file={check.file} problems={notes} mild />
          <PlanSummary check={check} plan={plan} />
          <PlanStart plan={plan} busy={busy} />
        </>
      )}
    </section>
  );
}

function PlanChoice({ plan }: { readonly plan: ChosenPlan }): ReactNode {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const mayNamePaths = (useStateOf('app')?.paths ?? 'none') !== 'none';
  const [path, setPath] = useState('');
  const { source, check, takeFile, takePath, readAgain } = plan;
  return (
    <div className="choice">
      <input
        ref={input}
        data-testid="plan-input"
        type="file"
        accept=".yaml,.yml"
        hidden
        aria-label={t('runs:planChoose')}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          // The same file can be chosen again after it was changed.
          event.currentTarget.value = '';
          if (file !== undefined) void takeFile(file);
        }}
      />
      <IconFileText size={24} stroke={1.5} aria-hidden="true" />
      {check === null ? (
        <p>{t('runs:planDrop')}</p>
      ) : (
        <p>
          <b>{check.name ?? check.file}</b>{' '}
          <small>{source !== null && 'path' in source ? source.path : check.file}</small>
        </p>
      )}
      <span className="spring" />
      {source !== null && (
        <Button leftSection={<IconRefresh size={16} stroke={1.5} />} onClick={() => void readAgain()}>
          {t('runs:planRead')}
        </Button>
      )}
      <Button variant={source === null ? 'filled' : 'default'} onClick={() => input.current?.click()}>
        {t(source === null ? 'runs:planChoose' : 'runs:planOther')}
      </Button>
      {mayNamePaths && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (path !== '') void takePath(path);
          }}
        >
          <TextInput
            aria-label={t('runs:planPath')}
            placeholder={t('runs:planPath')}
            title={t('runs:planPathHint')}
            value={path}
            onChange={(event) => setPath(event.currentTarget.value)}
          />
          <Button type="submit" disabled={path === ''}>
            {t('runs:planFromPath')}
          </Button>
        </form>
      )}
    </div>
  );
}

function PlanStart({ plan, busy }: { readonly plan: ChosenPlan; readonly busy: boolean }): ReactNode {
  const t = useText();
  const { check, starting, start, callOff } = plan;
  return (
    <p className="start">
      {starting && (
        <>
          <span role="status">{t('runs:planLooking')}</span>
          <Button leftSection={<IconX size={16} stroke={1.5} />} onClick={callOff}>
            {t('runs:callOff')}
          </Button>
        </>
      )}
      <Button
        size="md"
        variant="filled"
        leftSection={<IconPlayerPlay size={20} stroke={1.5} />}
        disabled={busy || starting || check === null || check.problems.length > 0}
        onClick={() => void start()}
      >
        {t('runs:planStart')}
      </Button>
    </p>
  );
}
