import type { LastRun } from '../../shared/contract/values.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { timelineSpans } from './spans.ts';

/** Milliseconds to the verdict, from the board's last run and, while it writes, from its rate; null without them. */
export function timeLeftMs(session: SessionView, lastRun: LastRun | null, nowMs: number): number | null {
  if (lastRun === null || session.verdict !== null) return null;
  const spans = timelineSpans(session, lastRun, nowMs);
  const endMs = spans.at(-1)?.toMs;
  if (endMs == null) return null;
  const writingLeft = session.current === 'writing' ? writingLeftMs(session) : null;
  const afterWriting = spans.find(({ stage }) => stage === 'imageVerified')?.fromMs;
  const leftMs =
    writingLeft !== null && afterWriting != null
      ? writingLeft + endMs - afterWriting
      : endMs - (nowMs - session.startedAtMs);
  return Math.max(0, leftMs);
}

/** Milliseconds until the last byte, at the rate of the side that is told of last; null while it cannot be known. */
export function writingLeftMs({ progress }: SessionView): number | null {
  const written = progress.writtenBytes !== null;
  const bytes = written ? progress.writtenBytes : progress.deliveredBytes;
  const rate = written ? progress.writtenRate : progress.deliveredRate;
  if (bytes === null || rate === null || rate <= 0) return null;
  return ((progress.totalBytes - bytes) / rate) * 1000;
}
