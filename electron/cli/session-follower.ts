import type { SessionView } from '../../shared/ota/session-view.ts';
import { STAGES } from '../../shared/ota/stage.ts';
import type { CliEvent, ProgressEvent } from './events.ts';

/** Keeps progress below ten events a second, the closing one included. */
const PROGRESS_MS = 125;
const WRITING = STAGES.indexOf('writing');

/** Turns the values of a session, one after the other, into events that each tell one change. */
export class SessionFollower {
  #stages = 0;
  #waited = false;
  #told: SessionView['progress'] | null = null;
  #toldAtMs = Number.NEGATIVE_INFINITY;

  /** What is new in `view`; `nowMs` may be of any clock that only goes forward. */
  next(view: SessionView, nowMs: number): readonly CliEvent[] {
    const events: CliEvent[] = [];
    if (view.waitingFor === 'reset' && !this.#waited) {
      this.#waited = true;
      events.push({ event: 'waiting', for: 'reset' });
    }
    const fresh = view.stages.slice(this.#stages);
    this.#stages = view.stages.length;
    const closing = fresh.findIndex(({ stage }) => STAGES.indexOf(stage) > WRITING);
    const isOver = closing !== -1 || view.verdict !== null;
    const before = closing === -1 ? fresh : fresh.slice(0, closing);
    events.push(...before.map(stageEvent), ...this.#progress(view.progress, nowMs, isOver));
    if (closing !== -1) events.push(...fresh.slice(closing).map(stageEvent));
    return events;
  }

  #progress(progress: SessionView['progress'], nowMs: number, isOver: boolean): readonly CliEvent[] {
    const { deliveredBytes, writtenBytes } = progress;
    if (deliveredBytes === null && writtenBytes === null) return [];
    if (deliveredBytes === this.#told?.deliveredBytes && writtenBytes === this.#told.writtenBytes) return [];
    if (!isOver && nowMs - this.#toldAtMs < PROGRESS_MS) return [];
    this.#told = progress;
    this.#toldAtMs = nowMs;
    return [progressEvent(progress)];
  }
}

function stageEvent({ stage, atMs, evidence }: SessionView['stages'][number]): CliEvent {
  return { event: 'stage', stage, atMs, evidence };
}

function progressEvent(progress: SessionView['progress']): ProgressEvent {
  const { deliveredBytes, writtenBytes, totalBytes, bytesAre } = progress;
  return { event: 'progress', deliveredBytes, writtenBytes, totalBytes, bytesAre };
}
