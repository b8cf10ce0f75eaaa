import './timeline.css';

import type { ReactNode } from 'react';
import { useRef } from 'react';

import type { LastRun } from '../../shared/contract/values.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { useBench } from '../bench/bench-context.tsx';
import { timelineSpans } from '../bench/spans.ts';
import { useText } from '../text/text-context.tsx';
import { useNow } from '../ui/use-now.ts';
import { axisFor } from './axis.ts';
import { Markers } from './markers.tsx';
import { Leads, Tape } from './tape.tsx';
import { timelineRemark } from './timeline-text.ts';

/** Markers in equal columns to read, one tape drawn to scale to compare, and leads between them. */
export function Timeline(): ReactNode {
  const t = useText();
  const { board, session, phase } = useBench();
  const running = phase === 'running';
  const nowMs = useNow(running);
  const outline = useOutline(session, board?.lastRun ?? null);
  const spans = timelineSpans(session, outline, nowMs);
  const outcome = session?.verdict?.outcome;
  const axis = axisFor(Math.max(0, outline?.durationMs ?? 0, ...spans.map(({ toMs }) => toMs ?? 0)), running);
  return (
    <section
      className="timeline card"
      aria-label={t('page:stages')}
      data-phase={phase}
      data-outcome={outcome}
    >
      <h3>
        <span>{t('page:stages')}</span>
        <small>{timelineRemark(t, session, outline)}</small>
      </h3>
      <Markers spans={spans} outcome={outcome ?? null} />
      <Leads spans={spans} axis={axis} />
      <Tape spans={spans} axis={axis} />
    </section>
  );
}

/** The last run as it was when this update began: afterwards the update itself is the last run. */
function useOutline(session: SessionView | null, lastRun: LastRun | null): LastRun | null {
  const kept = useRef<{ readonly pushId: string; readonly lastRun: LastRun | null } | null>(null);
  if (session === null) return lastRun;
  if (session.verdict === null && kept.current?.pushId !== session.pushId)
    kept.current = { pushId: session.pushId, lastRun };
  return kept.current?.pushId === session.pushId ? kept.current.lastRun : lastRun;
}
