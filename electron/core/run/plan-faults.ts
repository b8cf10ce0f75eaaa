import type { ErrorPayload } from '../../../shared/errors.ts';
import { toErrorPayload } from '../../../shared/errors.ts';
import type { FaultName } from '../../../shared/faults/fault.ts';
import { isFaultName } from '../../../shared/faults/fault-table.ts';
import type { FaultRun } from '../../../shared/faults/fault-values.ts';
import type { PlanStep } from '../../../shared/run/plan.ts';
import type { StopReason } from '../../../shared/run/run-state.ts';
import type { RunCaseView } from '../../../shared/run/run-view.ts';
import { caseOfFault, openFaultCase } from './fault-case.ts';
import type { PlanDeps, ReadyPlan, StepTold } from './plan-input.ts';
import { stepName } from './plan-input.ts';
import type { StepRun } from './run.ts';

type FaultsStep = Extract<PlanStep, { readonly faults: string }>;

/** How the faults of one board stand. */
interface OfBoard {
  readonly deviceId: string;
  readonly place: string;
  /** Null before its turn. */
  run: FaultRun | null;
  /** Why they could not begin. */
  error: ErrorPayload | null;
  settle: (() => void) | null;
  state: 'waiting' | 'running' | 'ended' | 'skipped';
}

/** A step of a plan that takes every board through faults; each of them is a case. */
export class PlanFaults implements StepRun {
  readonly #step: FaultsStep;
  readonly #plan: ReadyPlan;
  readonly #deps: PlanDeps;
  readonly #told: StepTold;
  readonly #label: string;
  readonly #boards: readonly OfBoard[];
  /** By taskId, of those that are over: why the verdict was what it was. */
  readonly #causes = new Map<string, ErrorPayload | null>();
  #stopped: StopReason | null = null;
  #paused = false;
  #settle: () => void = () => undefined;
  readonly ended: Promise<void>;

  constructor(step: FaultsStep, index: number, plan: ReadyPlan, deps: PlanDeps, told: StepTold) {
    this.#step = step;
    this.#plan = plan;
    this.#deps = deps;
    this.#told = told;
    const { id, label } = stepName(index, step.faults);
    this.#label = label;
    this.#boards = plan.deviceIds.map((deviceId, at) => {
      const place = `${id}-board-${at + 1}`;
      return { deviceId, place, run: null, error: null, settle: null, state: 'waiting' };
    });
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get stopped(): StopReason | null {
    return this.#stopped;
  }

  get cases(): readonly RunCaseView[] {
    return this.#boards.flatMap((board) => this.#casesOf(board));
  }

  start(): void {
    const deaf = this.#deps.onFaults((run) => this.#take(run));
    void this.ended.then(deaf);
    this.#advance();
  }

  cancel(): void {
    this.stop('cancelled');
    for (const { deviceId, state } of this.#boards)
      if (state === 'running') this.#deps.cancelFaults(deviceId);
  }

  stop(reason: StopReason): void {
    this.#stopped ??= reason;
    for (const board of this.#boards) if (board.state === 'waiting') board.state = 'skipped';
    this.#advance();
  }

  pause(paused: boolean): void {
    this.#paused = paused;
    this.#advance();
  }

  #advance(): void {
    const running = this.#boards.filter(({ state }) => state === 'running').length;
    const room = this.#paused ? 0 : this.#plan.policy.concurrency - running;
    for (const board of this.#boards.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, room)))
      this.#begin(board);
    if (this.#boards.every(({ state }) => state === 'ended' || state === 'skipped')) this.#settle();
    this.#told.onChange();
  }

  #begin(board: OfBoard): void {
    const { faults, only } = this.#step;
    board.state = 'running';
    try {
      this.#deps.startFaults({
        deviceId: board.deviceId,
        imageId: this.#plan.imageIds[faults] as string,
        names: only === undefined ? 'all' : only.filter((name): name is FaultName => isFaultName(name)),
        images: {},
        params: {},
        port: 0,
      });
    } catch (thrown) {
      board.error = toErrorPayload(thrown);
      this.#end(board);
    }
  }

  #take(run: FaultRun): void {
    const board = this.#boards.find(({ deviceId }) => deviceId === run.deviceId);
    if (board?.state !== 'running') return;
    board.run = run;
    if (run.state !== 'running') this.#end(board);
    else {
      this.#tellEnded(board);
      this.#told.onChange();
    }
  }

  #end(board: OfBoard): void {
    board.state = 'ended';
    this.#tellEnded(board);
    // Not from within the start of another board.
    queueMicrotask(() => this.#advance());
  }

  #tellEnded(board: OfBoard): void {
    const { session } = this.#deps.board(board.deviceId).state();
    for (const { taskId, state, pushId } of this.#casesOf(board)) {
      if (state.kind !== 'ended' || this.#causes.has(taskId)) continue;
      const isLast = pushId !== null && session?.pushId === pushId;
      this.#causes.set(taskId, isLast ? (session.verdict?.error ?? null) : null);
      this.#told.onCase(taskId);
    }
  }

  #casesOf({ deviceId, place, run, error, state }: OfBoard): readonly RunCaseView[] {
    const imageId = this.#plan.imageIds[this.#step.faults] as string;
    const head = {
      taskId: place,
      deviceId,
      boardName: this.#deps.board(deviceId).state().name,
      imageId,
      version: this.#deps.versionOf(imageId),
      label: this.#label,
    };
    if (run === null) return [openFaultCase(head, state, error)];
    const all = this.#step.only === undefined;
    return run.results
      .map((result) => caseOfFault(head, run, result, all))
      .map((one) => ({ ...one, error: one.error ?? this.#causes.get(one.taskId) ?? null }));
  }
}
