import type { Outcome } from '../ota/stage.ts';

/** The rules of a run over many updates. */
export interface RunPolicy {
  /** Updates at the same time. */
  readonly concurrency: number;
  /** Boards that go first and alone; the others follow only if all of these are confirmed. 0 for none. */
  readonly canary: number;
  /** Boards in each wave after the canaries; a wave begins when the one before it is over. Null for one wave. */
  readonly waveSize: number | null;
  /** More failures than this percentage of a wave stop the run. Null for never. */
  readonly errorPercent: number | null;
  /** So many failures in all stop the run. Null for never. */
  readonly stopAfter: number | null;
  /** Further tries of an update that ended in one of `retryOn`. */
  readonly retries: number;
  readonly retryOn: readonly Outcome[];
}

/** One after another, stopped by the first failure. */
export const SOAK_POLICY: RunPolicy = {
  concurrency: 1,
  canary: 0,
  waveSize: null,
  errorPercent: null,
  stopAfter: 1,
  retries: 0,
  retryOn: [],
};

/** One board first, eight at a time; a board whose update was cut off gets a second try. */
export const FLEET_POLICY: RunPolicy = {
  concurrency: 8,
  canary: 1,
  waveSize: null,
  errorPercent: 10,
  stopAfter: null,
  retries: 1,
  retryOn: ['interrupted'],
};

/** Every board and every step, whatever becomes of them, where a plan does not say otherwise. */
export const PLAN_POLICY: RunPolicy = {
  concurrency: 8,
  canary: 0,
  waveSize: null,
  errorPercent: null,
  stopAfter: null,
  retries: 0,
  retryOn: ['interrupted'],
};
