import { Button, UnstyledButton } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRefresh, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { RunView } from '../../shared/run/run-view.ts';
import { errorText } from '../../shared/text/translator.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Glyph } from '../ui/glyph.tsx';
import type { Tile } from './fleet-tiles.ts';
import { causesOf } from './fleet-tiles.ts';

interface NeedsYouProps {
  readonly run: RunView | null;
  readonly tiles: readonly Tile[];
}

/** What needs a person, by cause, and what can be done with the run. */
export function NeedsYou({ run, tiles }: NeedsYouProps): ReactNode {
  const t = useText();
  const { dispatch } = useBench();
  const causes = causesOf(tiles);
  return (
    <aside className="side pane attention" aria-label={t('runs:needsYou')}>
      <h2>
        {t('runs:needsYou')} <small>{t('runs:byCause')}</small>
      </h2>
      {causes.length === 0 && <p className="hint">{t('runs:nothingNeeds')}</p>}
      {causes.map(({ error, kind, tiles: own }) => {
        const { message, hint } = errorText(t, error);
        return (
          <article key={error.code} data-code={error.code}>
            <Glyph name={kind} />
            <h3>{message}</h3>
            <p className="who">
              {own.map(({ deviceId, name }) => (
                <UnstyledButton key={deviceId} onClick={() => dispatch({ kind: 'selectBoard', deviceId })}>
                  {name}
                </UnstyledButton>
              ))}
            </p>
            <p>{hint}</p>
          </article>
        );
      })}
      {run !== null && <RunActions run={run} />}
    </aside>
  );
}

const PAUSE = { fleet: 'runs:pause', soak: 'runs:pauseCycle', plan: 'runs:pausePlan' } as const;

function RunActions({ run }: { readonly run: RunView }): ReactNode {
  const t = useText();
  const { run: call } = useActions();
  const { runId, paused, stopped, endedAtMs, policy, reportFolder, error, counts } = run;
  const confirmed = counts.byOutcome.confirmed ?? 0;
  const Icon = paused ? IconPlayerPlay : IconPlayerPause;
  return (
    <>
      {stopped !== null && (
        <p className="stopped" role="status">
          {t(`runs:stopped_${stopped}`)}
        </p>
      )}
      <p className="buttons">
        {endedAtMs === null ? (
          <>
            <Button
              leftSection={<Icon size={16} stroke={1.5} />}
              disabled={stopped !== null}
              onClick={() => void call('run.pause', { runId, paused: !paused })}
            >
              {t(paused ? 'runs:goOn' : PAUSE[run.kind])}
            </Button>
            <Button
              leftSection={<IconX size={16} stroke={1.5} />}
              onClick={() => void call('run.cancel', { runId })}
            >
              {t('runs:callOff')}
            </Button>
          </>
        ) : (
          run.kind === 'fleet' &&
          confirmed < run.cases.length && (
            <Button
              leftSection={<IconRefresh size={16} stroke={1.5} />}
              onClick={() => void call('run.again', { runId })}
            >
              {t('runs:again')}
            </Button>
          )
        )}
      </p>
      {policy.errorPercent !== null && (
        <p className="hint">{t('runs:stopsAt', { percent: policy.errorPercent })}</p>
      )}
      {reportFolder !== null && <p className="hint folder">{t('runs:report', { folder: reportFolder })}</p>}
      {error !== null && <ErrorNote error={error} />}
    </>
  );
}
