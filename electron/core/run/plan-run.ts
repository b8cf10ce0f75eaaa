import type { ErrorPayload } from '../../../shared/errors.ts';
import { caseResult } from '../../../shared/run/case-result.ts';
import type { PlanStep } from '../../../shared/run/plan.ts';
import type { StopReason } from '../../../shared/run/run-state.ts';
import { countCases } from '../../../shared/run/run-state.ts';
import type { RunView } from '../../../shared/run/run-view.ts';
import { PlanFaults } from './plan-faults.ts';
import type { PlanDeps, ReadyPlan, StepTold } from './plan-input.ts';
import { PlanPreparing } from './plan-preparing.ts';
import { pushTasks, soakTasks } from './plan-tasks.ts';
import type { StepRun, WholeRun } from './run.ts';
import type { BegunRun } from './runs.ts';
import { soakTurn } from './soak-turn.ts';
import type { Turn } from './task-run.ts';
import { TaskRun } from './task-run.ts';

/** A plan: its steps one after the other, each over all its boards. */
export class PlanRun implements WholeRun {
  readonly #begun: BegunRun;
  readonly #plan: ReadyPlan;
  readonly #deps: PlanDeps;
  readonly #steps: readonly StepRun[];
  readonly #startedAtMs: number;
  /** The step under way; before the first, and after the last, none is. */
  #at = 0;
  #paused = false;
  #resume: (() => void) | null = null;
  #stopped: StopReason | null = null;
  #endedAtMs: number | null = null;
  #error: ErrorPayload | null = null;
  #settle: () => void = () => undefined;
  readonly ended: Promise<void>;

  constructor(begun: BegunRun, plan: ReadyPlan, deps: PlanDeps) {
    this.#begun = begun;
    this.#plan = plan;
    this.#deps = deps;
    this.#startedAtMs = deps.clock.nowMs();
    this.#steps = plan.steps.map((step, index) => this.#stepOf(step, index));
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  start(): void {
    void this.#run();
  }

  cancel(): void {
    this.#stop('cancelled');
    this.#steps[this.#at]?.cancel();
    this.#go();
  }

  pause(paused: boolean): void {
    if (this.#stopped !== null) return;
    this.#paused = paused;
    this.#steps[this.#at]?.pause(paused);
    if (!paused) this.#go();
    this.#tell();
  }

  setError(error: ErrorPayload | null): void {
    this.#error = error;
    this.#tell();
  }

  get view(): RunView {
    const cases = this.#steps.flatMap((step, wave) => step.cases.map((one) => ({ ...one, wave })));
    return {
      ...this.#begun,
      startedAtMs: this.#startedAtMs,
      endedAtMs: this.#endedAtMs,
      policy: this.#plan.policy,
      paused: this.#paused,
      stopped: this.#stopped,
      wave: this.#endedAtMs === null ? this.#at : null,
      waves: this.#steps.length,
      counts: countCases(cases),
      cases,
      error: this.#error,
    };
  }

  async #run(): Promise<void> {
    for (const [index, step] of this.#steps.entries()) {
      await this.#turn();
      if (this.#stopped !== null) break;
      this.#at = index;
      step.start();
      this.#tell();
      await step.ended;
      // A canary or a wave says more than its own step; the failures that a soak allows itself do not.
      if (step.stopped === 'canary' || step.stopped === 'errorPercent') this.#stop(step.stopped);
    }
    this.#paused = false;
    this.#endedAtMs = this.#deps.clock.nowMs();
    this.#tell();
    this.#settle();
  }

  /** Ends at once, or with the end of a pause. */
  #turn(): Promise<void> {
    if (!this.#paused) return Promise.resolve();
    return new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  #go(): void {
    this.#resume?.();
    this.#resume = null;
  }

  /** What has not begun is left out. */
  #stop(reason: StopReason): void {
    if (this.#stopped !== null) return;
    this.#stopped = reason;
    for (const step of this.#steps) step.stop(reason);
    this.#tell();
  }

  #tell(): void {
    this.#deps.onView(this.view);
  }

  #caseEnded(taskId: string): void {
    const { view } = this;
    this.#deps.onCase(view, taskId);
    const { stopAfter } = this.#plan.policy;
    const failed = view.cases.filter((one) => caseResult(one) === 'failed' && counts(one)).length;
    if (stopAfter !== null && failed >= stopAfter) this.#stop('stopAfter');
  }

  #turnOf({ soak, reset }: Extract<PlanStep, { readonly soak: readonly string[] }>): Turn {
    const { deviceIds, imageIds } = this.#plan;
    const inTurn = soak.map((name) => imageIds[name] as string);
    return soakTurn(deviceIds, inTurn, reset, this.#deps);
  }

  #stepOf(step: PlanStep, index: number): StepRun {
    const plan = this.#plan;
    const told: StepTold = {
      onChange: () => this.#tell(),
      onCase: (taskId) => this.#caseEnded(taskId),
    };
    if ('faults' in step) return new PlanFaults(step, index, plan, this.#deps, told);
    if (!('push' in step) && !('soak' in step)) return new PlanPreparing(step, index, plan, this.#deps, told);
    const { faultCodes } = this.#deps;
    const rules =
      'push' in step
        ? { ...pushTasks(step, index, plan), faultCodes }
        : { ...soakTasks(step, index, plan), turn: this.#turnOf(step) };
    return new TaskRun(
      { ...this.#begun, ...rules },
      { ...this.#deps, onView: told.onChange, onCase: (_view, taskId) => told.onCase(taskId) },
    );
  }
}

/** What this computer did to an update is no failure of a board. */
function counts({ state }: RunView['cases'][number]): boolean {
  return state.kind === 'ended' && state.counts && state.outcome !== 'cancelled';
}
