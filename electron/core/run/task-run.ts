import type { ErrorPayload } from '../../../shared/errors.ts';
import type { FaultName } from '../../../shared/faults/fault.ts';
import type { CaseExpectation } from '../../../shared/run/expectation.ts';
import { CONFIRMED, isMet } from '../../../shared/run/expectation.ts';
import { measureLine } from '../../../shared/run/measure-line.ts';
import type { RunPolicy } from '../../../shared/run/run-policy.ts';
import type { RunState, RunTask, StopReason } from '../../../shared/run/run-state.ts';
import {
  cancelRun,
  countRun,
  currentWave,
  isRunOver,
  joinRun,
  nextTasks,
  pauseRun,
  startRun,
  stopRun,
  taskEnded,
  taskStarted,
  withImages,
} from '../../../shared/run/run-state.ts';
import type { RunCaseView, RunView } from '../../../shared/run/run-view.ts';
import type { Cancel } from '../ports.ts';
import type { StepRun, WholeRun } from './run.ts';
import type { Between, RunDeps, RunPush } from './run-deps.ts';
import type { Attempt } from './task-attempt.ts';
import { attempt } from './task-attempt.ts';
import { NOTHING_KEPT, TaskCases } from './task-cases.ts';

export interface RunInput extends Pick<RunView, 'runId' | 'kind' | 'title' | 'reportFolder'> {
  readonly tasks: readonly RunTask[];
  readonly policy: RunPolicy;
  readonly push: RunPush;
  readonly between: Between;
  /** Where in the images' turn each board begins, asked before the first update; left out: as the tasks say. */
  readonly turn?: Turn;
  /** As `PlanDeps.faultCodes`; only plans have tasks with faults. */
  readonly faultCodes?: (deviceId: string, imageId: string, fault: FaultName) => readonly string[] | null;
}

/** Images that follow each other on a board. */
export interface Turn {
  readonly imageIds: readonly string[];
  /** Never rejects but with the reason of the signal. */
  readonly begins: (signal: AbortSignal) => Promise<ReadonlyMap<string, number>>;
}

/** One soak or fleet: begins what its state allows, and takes every end into it. */
export class TaskRun implements WholeRun, StepRun {
  readonly #deps: RunDeps;
  readonly #input: RunInput;
  readonly #abort = new AbortController();
  readonly #cases: TaskCases;
  /** Boards that were updated in this run: what lies between two updates comes before the next. */
  readonly #updated = new Set<string>();
  readonly #startedAtMs: number;
  #state: RunState;
  #endedAtMs: number | null = null;
  #error: ErrorPayload | null = null;
  /** The boards are asked what they run. */
  #turning = false;
  #settle: () => void = () => undefined;
  #deaf: Cancel = () => undefined;
  /** Ends with the last update of the run. */
  readonly ended: Promise<void>;

  constructor(input: RunInput, deps: RunDeps) {
    this.#input = input;
    this.#deps = deps;
    this.#cases = new TaskCases(deps);
    this.#startedAtMs = deps.clock.nowMs();
    this.#state = startRun(input.tasks, input.policy);
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  start(): void {
    this.#deaf = this.#deps.onLine((deviceId, text) => this.#measure(deviceId, text));
    const { turn } = this.#input;
    if (turn === undefined) {
      this.#advance();
      return;
    }
    this.#turning = true;
    this.#deps.onView(this.view);
    void this.#takeTurns(turn);
  }

  /** Nothing new begins; what runs is called off at once. The boards stay as they are. */
  cancel(): void {
    this.#change(cancelRun(this.#state));
    this.#abort.abort();
    for (const { task, state } of this.#state.entries)
      if (state.kind === 'running') this.#deps.cancelPush(task.deviceId);
    this.#advance();
  }

  stop(reason: StopReason): void {
    this.#change(stopRun(this.#state, reason));
    this.#advance();
  }

  pause(paused: boolean): void {
    this.#change(pauseRun(this.#state, paused));
    this.#advance();
  }

  join(task: RunTask): void {
    this.#change(joinRun(this.#state, task));
    this.#advance();
  }

  /** The report could not be written, or can again. */
  setError(error: ErrorPayload | null): void {
    this.#error = error;
    this.#deps.onView(this.view);
  }

  get cases(): readonly RunCaseView[] {
    return this.#state.entries.map((entry) => this.#cases.view(entry));
  }

  get stopped(): StopReason | null {
    return this.#state.stopped;
  }

  get view(): RunView {
    const { entries, policy, paused, stopped } = this.#state;
    const { runId, kind, title, reportFolder } = this.#input;
    return {
      runId,
      kind,
      title,
      startedAtMs: this.#startedAtMs,
      endedAtMs: this.#endedAtMs,
      policy,
      paused,
      stopped,
      wave: isRunOver(this.#state) ? null : currentWave(this.#state),
      waves: entries.reduce((last, { wave }) => Math.max(last, wave), 0) + 1,
      counts: countRun(this.#state),
      cases: this.cases,
      reportFolder,
      error: this.#error,
    };
  }

  async #takeTurns({ imageIds, begins }: Turn): Promise<void> {
    const first = await begins(this.#abort.signal).catch(() => new Map<string, number>());
    this.#turning = false;
    this.#state = withImages(this.#state, ({ deviceId, cycle }) => {
      const nth = cycle - 1 + (first.get(deviceId) ?? 0);
      return imageIds[nth % imageIds.length] as string;
    });
    this.#advance();
  }

  #advance(): void {
    for (const task of this.#turning ? [] : nextTasks(this.#state)) {
      this.#state = taskStarted(this.#state, task.id);
      this.#cases.keep(task.id, { ...NOTHING_KEPT, startedAtMs: this.#deps.clock.nowMs() });
      void this.#execute(task);
    }
    if (this.#endedAtMs === null && isRunOver(this.#state)) {
      this.#endedAtMs = this.#deps.clock.nowMs();
      this.#deaf();
      this.#deps.onView(this.view);
      this.#settle();
      return;
    }
    this.#deps.onView(this.view);
  }

  async #execute(task: RunTask): Promise<void> {
    const { push, between } = this.#input;
    const isFirst = !this.#updated.has(task.deviceId);
    this.#updated.add(task.deviceId);
    if (this.#expect(task) === 'unknown') return this.#take(task, this.#notForProgram(task));
    const ended = await attempt(
      {
        task,
        push,
        between: isFirst ? null : between,
        signal: this.#abort.signal,
        onPush: (pushId) => {
          this.#cases.keep(task.id, { pushId });
          this.#deps.onView(this.view);
        },
      },
      this.#deps,
    );
    this.#take(task, this.#cases.endOf(task.id, ended));
  }

  /** What is right for a task, as far as its board has said what it is. `unknown`: its program knows no such fault. */
  #expect({ id, deviceId, imageId, expected, fault }: RunTask): CaseExpectation | 'unknown' | null {
    if (expected !== undefined || fault === undefined) return expected ?? null;
    const codes = this.#input.faultCodes?.(deviceId, imageId, fault) ?? null;
    if (codes === null) return 'unknown';
    const judged = { outcome: null, codes };
    this.#cases.keep(id, { expected: judged });
    return judged;
  }

  #notForProgram({ deviceId }: RunTask): Attempt {
    const { program } = this.#deps.board(deviceId).facts;
    const error = { code: 'faults/not-for-program', params: { program: program ?? '' } } as const;
    return { pushId: null, outcome: 'refused', error, durationMs: null, measured: {} };
  }

  #take(task: RunTask, ended: Attempt): void {
    const { id } = task;
    const judged = this.#expect(task);
    const expected = judged === 'unknown' ? CONFIRMED : judged;
    const { pushId, outcome, error, durationMs } = ended;
    const kept = this.#cases.kept(id);
    const measured = { ...kept.measured, ...ended.measured };
    this.#cases.keep(id, { pushId: pushId ?? kept.pushId, error, durationMs, measured });
    const met = expected === null ? null : isMet(expected, outcome, error?.code ?? null);
    this.#state = taskEnded(this.#state, id, outcome, error?.code !== 'host/slept', met);
    this.#deps.onCase(this.view, id);
    this.#advance();
  }

  #measure(deviceId: string, text: string): void {
    const running = this.#state.entries.find(
      ({ task, state }) => task.deviceId === deviceId && state.kind === 'running',
    );
    if (running === undefined) return;
    const found = measureLine(text);
    if (Object.keys(found).length === 0) return;
    const { measured } = this.#cases.kept(running.task.id);
    this.#cases.keep(running.task.id, { measured: { ...measured, ...found } });
  }

  #change(state: RunState): void {
    this.#state = state;
  }
}
