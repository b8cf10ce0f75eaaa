import type { RunEntry } from '../../../shared/run/run-state.ts';
import type { RunCaseView } from '../../../shared/run/run-view.ts';
import type { RunDeps } from './run-deps.ts';
import type { Attempt } from './task-attempt.ts';

/** What is known of a task besides its place in the run; `expected` left out: as the task says. */
export type Kept = Pick<
  RunCaseView,
  'pushId' | 'startedAtMs' | 'durationMs' | 'error' | 'measured' | 'expected'
>;

/** A case as it was told last, and what it was made of. */
interface Told {
  readonly entry: RunEntry;
  readonly kept: Kept;
  readonly view: RunCaseView;
}

/** A task that has not begun, or begins anew. */
export const NOTHING_KEPT: Kept = {
  pushId: null,
  startedAtMs: null,
  durationMs: null,
  error: null,
  measured: {},
};

/** The tasks of a run as everyone sees them: of thousands of cycles, only what changed is made anew. */
export class TaskCases {
  readonly #deps: Pick<RunDeps, 'board' | 'versionOf'>;
  readonly #kept = new Map<string, Kept>();
  readonly #told = new Map<string, Told>();
  /** The last try of each task that was an update. */
  readonly #pushed = new Map<string, Attempt>();

  constructor(deps: Pick<RunDeps, 'board' | 'versionOf'>) {
    this.#deps = deps;
  }

  kept(taskId: string): Kept {
    return this.#kept.get(taskId) ?? NOTHING_KEPT;
  }

  keep(taskId: string, change: Partial<Kept>): void {
    this.#kept.set(taskId, { ...this.kept(taskId), ...change });
  }

  /**
   * The end that counts. A further try that could not even be begun, because its board stayed away, tells less than
   * the try before it, which has a cause and a log.
   */
  endOf(taskId: string, ended: Attempt): Attempt {
    if (ended.pushId !== null) this.#pushed.set(taskId, ended);
    return ended.outcome === 'cancelled' ? ended : (this.#pushed.get(taskId) ?? ended);
  }

  view(entry: RunEntry): RunCaseView {
    const { id, deviceId } = entry.task;
    const { name } = this.#deps.board(deviceId);
    const kept = this.kept(id);
    const told = this.#told.get(id);
    if (told !== undefined && told.entry === entry && told.kept === kept && told.view.boardName === name)
      return told.view;
    const view = this.#make(entry, kept, name);
    this.#told.set(id, { entry, kept, view });
    return view;
  }

  #make({ task, wave, state }: RunEntry, kept: Kept, boardName: string): RunCaseView {
    const { id: taskId, deviceId, imageId, cycle, expected, label } = task;
    const version = this.#deps.versionOf(imageId);
    const planned = {
      ...(expected === undefined ? {} : { expected }),
      ...(label === undefined ? {} : { label }),
    };
    return { taskId, deviceId, boardName, imageId, version, cycle, wave, state, ...planned, ...kept };
  }
}
