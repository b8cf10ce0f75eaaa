import type { LastRun } from '../../shared/contract/values.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { bytesLeftMs } from '../../shared/ota/transfer-rate.ts';
import { timelineSpans } from './spans.ts';

/** Milliseconds to the verdict, from the board's last run and, while it writes, from its rate; null without them. */
export function timeLeftMs(session: SessionView, lastRun: LastRun | null, nowMs: number): number | null {
  if (lastRun === null || session.verdict !== null) return null;
  const spans = timelineSpans(session, lastRun, nowMs);
  const endMs = spans.at(-1)?.toMs;
  if (endMs == null) return null;
  const writingLeft = session.current === 'writing' ? bytesLeftMs(session.progress) : null;
  const afterWriting = spans.find(({ stage }) => stage === 'imageVerified')?.fromMs;
  const leftMs =
    writingLeft !== null && afterWriting != null
      ? writingLeft + endMs - afterWriting
      : endMs - (nowMs - session.startedAtMs);
  return Math.max(0, leftMs);
}
