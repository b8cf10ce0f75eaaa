import type { BoardFacts } from '../../shared/ota/board-facts.ts';
import { bottleneckOf } from '../../shared/ota/bottleneck.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { STAGES } from '../../shared/ota/stage.ts';
import { bytesLeftMs, movingRate } from '../../shared/ota/transfer-rate.ts';
import type { CliEvent, ProgressEvent } from './events.ts';

/** What is known of the board beside its update: it decides what may hold a transfer back. */
export interface FollowedBoard {
  readonly baudRate: number;
  readonly facts: Pick<BoardFacts, 'powerSave'>;
}

/** Keeps progress below ten events a second, the closing one included. */
const PROGRESS_MS = 125;
const WRITING = STAGES.indexOf('writing');

/** Turns the values of a session, one after the other, into events that each tell one change. */
export class SessionFollower {
  #stages = 0;
  #waited = false;
  #told: SessionView['progress'] | null = null;
  #toldAtMs = Number.NEGATIVE_INFINITY;

  /** What is new in `view` of a board; `nowMs` may be of any clock that only goes forward. */
  next(view: SessionView, nowMs: number, board: FollowedBoard | null = null): readonly CliEvent[] {
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
    events.push(...before.map(stageEvent), ...this.#progress(view.progress, board, nowMs, isOver));
    if (closing !== -1) events.push(...fresh.slice(closing).map(stageEvent));
    return events;
  }

  #progress(
    progress: SessionView['progress'],
    board: FollowedBoard | null,
    nowMs: number,
    isOver: boolean,
  ): readonly CliEvent[] {
    const { deliveredBytes, writtenBytes } = progress;
    if (deliveredBytes === null && writtenBytes === null) return [];
    if (deliveredBytes === this.#told?.deliveredBytes && writtenBytes === this.#told.writtenBytes) return [];
    if (!isOver && nowMs - this.#toldAtMs < PROGRESS_MS) return [];
    this.#told = progress;
    this.#toldAtMs = nowMs;
    return [progressEvent(progress, board)];
  }
}

function stageEvent({ stage, atMs, evidence }: SessionView['stages'][number]): CliEvent {
  return { event: 'stage', stage, atMs, evidence };
}

function progressEvent(progress: SessionView['progress'], board: FollowedBoard | null): ProgressEvent {
  const { deliveredBytes, writtenBytes, totalBytes, bytesAre } = progress;
  const rate = movingRate(progress);
  const leftMs = bytesLeftMs(progress);
  return {
    event: 'progress',
    deliveredBytes,
    writtenBytes,
    totalBytes,
    bytesAre,
    bytesPerSecond: rate === null ? null : Math.round(rate),
    leftMs: leftMs === null ? null : Math.round(leftMs),
    bottleneck:
      board === null
        ? null
        : bottleneckOf({ progress, baudRate: board.baudRate, powerSave: board.facts.powerSave ?? null }),
  };
}
