import type { ErrorPayload } from '../../../shared/errors.ts';
import { toErrorPayload } from '../../../shared/errors.ts';
import type { PlanStep } from '../../../shared/run/plan.ts';
import type { StopReason } from '../../../shared/run/run-state.ts';
import type { RunCaseView } from '../../../shared/run/run-view.ts';
import { runBetween } from './between-command.ts';
import type { PlanDeps, ReadyPlan, StepTold } from './plan-input.ts';
import { stepName } from './plan-input.ts';
import type { StepRun } from './run.ts';
import { pause } from './task-attempt.ts';

type PreparingStep = Extract<
  PlanStep,
  { readonly wait: number } | { readonly resetBoards: true } | { readonly command: string }
>;

/** The bootloader's first lines, before anything is asked of the boards. */
const AFTER_RESET_MS = 200;

/** A step of a plan that updates nothing: a wait, a reset, a command. It leaves a case only where it fails. */
export class PlanPreparing implements StepRun {
  readonly #step: PreparingStep;
  readonly #name: ReturnType<typeof stepName>;
  readonly #plan: ReadyPlan;
  readonly #deps: PlanDeps;
  readonly #told: StepTold;
  readonly #abort = new AbortController();
  #failed: readonly RunCaseView[] = [];
  #stopped: StopReason | null = null;
  #settle: () => void = () => undefined;
  readonly ended: Promise<void>;

  constructor(step: PreparingStep, index: number, plan: ReadyPlan, deps: PlanDeps, told: StepTold) {
    this.#step = step;
    this.#plan = plan;
    this.#deps = deps;
    this.#told = told;
    this.#name = stepName(index, 'command' in step ? step.command : 'wait' in step ? 'wait' : 'reset');
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get cases(): readonly RunCaseView[] {
    return this.#failed;
  }

  get stopped(): StopReason | null {
    return this.#stopped;
  }

  start(): void {
    void this.#run()
      .catch((thrown: unknown) => {
        if (this.#abort.signal.aborted) return;
        const [first] = this.#plan.deviceIds;
        if (first !== undefined) this.#fail(first, toErrorPayload(thrown));
      })
      .finally(() => this.#settle());
  }

  cancel(): void {
    this.stop('cancelled');
    this.#abort.abort();
  }

  stop(reason: StopReason): void {
    this.#stopped ??= reason;
    this.#settle();
  }

  pause(): void {
    // It is short, or bounded by its own deadline: the next step waits.
  }

  async #run(): Promise<void> {
    const step = this.#step;
    const { signal } = this.#abort;
    if ('wait' in step) return pause(step.wait, signal, this.#deps.clock);
    if ('resetBoards' in step) return this.#reset();
    const { command, timeout: timeoutMs } = step;
    await runBetween({ command, values: {}, timeoutMs, folder: this.#plan.folder }, signal);
  }

  async #reset(): Promise<void> {
    const resets = this.#plan.deviceIds.map(async (deviceId) => {
      const { link } = this.#deps.board(deviceId);
      await link.reset().catch((thrown: unknown) => this.#fail(deviceId, toErrorPayload(thrown)));
    });
    await Promise.all(resets);
    await pause(AFTER_RESET_MS, this.#abort.signal, this.#deps.clock);
  }

  #fail(deviceId: string, error: ErrorPayload): void {
    const { id, label } = this.#name;
    const at = this.#plan.deviceIds.indexOf(deviceId);
    const taskId = `${id}-board-${at + 1}`;
    const failed: RunCaseView = {
      taskId,
      label,
      deviceId,
      boardName: this.#deps.board(deviceId).state().name,
      imageId: '',
      version: null,
      cycle: 1,
      wave: 0,
      state: { kind: 'ended', attempt: 1, outcome: 'interrupted', counts: true, met: false },
      pushId: null,
      startedAtMs: this.#deps.clock.nowMs(),
      durationMs: 0,
      error,
      measured: {},
    };
    this.#failed = [...this.#failed, failed];
    this.#told.onCase(taskId);
  }
}
