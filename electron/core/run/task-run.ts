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
} from '../../../shared/run/run-state.ts';
import type { Measured, RunCaseView, RunView } from '../../../shared/run/run-view.ts';
import type { Cancel } from '../ports.ts';
import type { StepRun, WholeRun } from './run.ts';
import type { Between, RunDeps, RunPush } from './run-deps.ts';
import type { Attempt } from './task-attempt.ts';
import { attempt } from './task-attempt.ts';

export interface RunInput extends Pick<RunView, 'runId' | 'kind' | 'title' | 'reportFolder'> {
  readonly tasks: readonly RunTask[];
  readonly policy: RunPolicy;
  readonly push: RunPush;
  readonly between: Between;
  /** As `PlanDeps.faultCodes`; only plans have tasks with faults. */
  readonly faultCodes?: (deviceId: string, imageId: string, fault: FaultName) => readonly string[] | null;
}

/** What is known of a task besides its place in the run. */
interface Kept {
  readonly pushId: string | null;
  readonly startedAtMs: number | null;
  readonly durationMs: number | null;
  readonly error: ErrorPayload | null;
  readonly measured: Measured;
  /** Left out: as the task says. */
  readonly expected?: CaseExpectation;
}

interface ToldCase {
  readonly entry: RunState['entries'][number];
  readonly kept: Kept;
  readonly view: RunCaseView;
}

const NOTHING: Kept = { pushId: null, startedAtMs: null, durationMs: null, error: null, measured: {} };

/** One soak or fleet: begins what its state allows, and takes every end into it. */
export class TaskRun implements WholeRun, StepRun {
  readonly #deps: RunDeps;
  readonly #input: RunInput;
  readonly #abort = new AbortController();
  readonly #kept = new Map<string, Kept>();
  /** As they were told last: a run of thousands of cycles tells only what changed anew. */
  readonly #told = new Map<string, ToldCase>();
  /** Boards that were updated in this run: what lies between two updates comes before the next. */
  readonly #updated = new Set<string>();
  readonly #startedAtMs: number;
  #state: RunState;
  #endedAtMs: number | null = null;
  #error: ErrorPayload | null = null;
  #settle: () => void = () => undefined;
  #deaf: Cancel = () => undefined;
  /** Ends with the last update of the run. */
  readonly ended: Promise<void>;

  constructor(input: RunInput, deps: RunDeps) {
    this.#input = input;
    this.#deps = deps;
    this.#startedAtMs = deps.clock.nowMs();
    this.#state = startRun(input.tasks, input.policy);
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  start(): void {
    this.#deaf = this.#deps.onLine((deviceId, text) => this.#measure(deviceId, text));
    this.#advance();
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
    return this.#state.entries.map((entry) => this.#caseOf(entry));
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

  #caseOf(entry: RunState['entries'][number]): RunCaseView {
    const { name } = this.#deps.board(entry.task.deviceId);
    const kept = this.#keptOf(entry.task.id);
    const told = this.#told.get(entry.task.id);
    if (told !== undefined && told.entry === entry && told.kept === kept && told.view.boardName === name)
      return told.view;
    const view = this.#makeCase(entry, kept, name);
    this.#told.set(entry.task.id, { entry, kept, view });
    return view;
  }

  #makeCase({ task, wave, state }: RunState['entries'][number], kept: Kept, boardName: string): RunCaseView {
    const { id: taskId, deviceId, imageId, cycle, expected, label } = task;
    const version = this.#deps.versionOf(imageId);
    const planned = {
      ...(expected === undefined ? {} : { expected }),
      ...(label === undefined ? {} : { label }),
    };
    return { taskId, deviceId, boardName, imageId, version, cycle, wave, state, ...kept, ...planned };
  }

  #advance(): void {
    for (const task of nextTasks(this.#state)) {
      this.#state = taskStarted(this.#state, task.id);
      this.#keep(task.id, { ...NOTHING, startedAtMs: this.#deps.clock.nowMs() });
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
          this.#keep(task.id, { pushId });
          this.#deps.onView(this.view);
        },
      },
      this.#deps,
    );
    this.#take(task, ended);
  }

  /** What is right for a task, as far as its board has said what it is. `unknown`: its program knows no such fault. */
  #expect({ id, deviceId, imageId, expected, fault }: RunTask): CaseExpectation | 'unknown' | null {
    if (expected !== undefined || fault === undefined) return expected ?? null;
    const codes = this.#input.faultCodes?.(deviceId, imageId, fault) ?? null;
    if (codes === null) return 'unknown';
    const judged = { outcome: null, codes };
    this.#keep(id, { expected: judged });
    return judged;
  }

  #notForProgram({ deviceId }: RunTask): Attempt {
    const { program } = this.#deps.board(deviceId).facts;
    const error = { code: 'faults/not-for-program', params: { program: program ?? '' } } as const;
    return { pushId: null, outcome: 'refused', error, durationMs: null, unstable: null, measured: {} };
  }

  #take(task: RunTask, ended: Attempt): void {
    const { id } = task;
    const judged = this.#expect(task);
    const expected = judged === 'unknown' ? CONFIRMED : judged;
    const { pushId, outcome, error, durationMs, unstable } = ended;
    const kept = this.#keptOf(id);
    const measured = { ...kept.measured, ...ended.measured };
    this.#keep(id, { pushId: pushId ?? kept.pushId, error: error ?? unstable, durationMs, measured });
    const met =
      expected === null && unstable === null
        ? null
        : unstable === null && isMet(expected ?? CONFIRMED, outcome, error?.code ?? null);
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
    const { measured } = this.#keptOf(running.task.id);
    this.#keep(running.task.id, { measured: { ...measured, ...found } });
  }

  #change(state: RunState): void {
    this.#state = state;
  }

  #keptOf(taskId: string): Kept {
    return this.#kept.get(taskId) ?? NOTHING;
  }

  #keep(taskId: string, change: Partial<Kept>): void {
    this.#kept.set(taskId, { ...this.#keptOf(taskId), ...change });
  }
}
