import type { Input } from '../../../shared/contract/contract.ts';
import type { ImageEntry, WatchState } from '../../../shared/contract/values.ts';
import { toErrorPayload } from '../../../shared/errors.ts';
import type { Sha256 } from '../../../shared/esp/image-facts.ts';
import type { NewImage } from '../image/image-library.ts';
import type { Sight, WatchedBuild } from '../image/image-watch.ts';
import { ImageWatch } from '../image/image-watch.ts';
import type { PathAccess } from '../image/path-access.ts';
import type { Clock } from '../ports.ts';

export interface BuildWatchDeps {
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly access: Pick<PathAccess, 'resolve'>;
  /** @throws WorkbenchError data/not-writable and the like */
  readonly add: (image: NewImage) => Promise<ImageEntry>;
  /** @throws WorkbenchError push/running while the board is busy */
  readonly push: (start: Input<'push.start'>) => Promise<unknown>;
  readonly onState: () => void;
}

/** What is done with each rebuild. */
export type OnRebuild = Pick<WatchState, 'autoAdd' | 'autoPush'>;

/** One build that is followed: what lies there, and what becomes of each rebuild. */
export class BuildWatch {
  readonly #deps: BuildWatchDeps;
  readonly #watch: ImageWatch;
  #state: WatchState;
  /** The newest rebuild whose push the board was too busy for. */
  #waiting: string | null = null;
  /** Rebuilds are added in the order in which they were written. */
  #adding: Promise<void> = Promise.resolve();

  /** `path` is absolute and has no symlinks. */
  constructor(path: string, onRebuild: OnRebuild, deps: BuildWatchDeps) {
    const { clock, sha256, access } = deps;
    this.#deps = deps;
    this.#state = { path, file: null, lastBuiltAtMs: null, imageId: null, error: null, ...onRebuild };
    this.#watch = new ImageWatch({ clock, sha256, access, path, onSight: (sight) => this.#see(sight) });
  }

  get state(): WatchState {
    return this.#state;
  }

  /** What is there already is neither added nor pushed: it was not built just now. */
  async start(): Promise<void> {
    const sight = await this.#watch.start();
    this.#set(sight.kind === 'build' ? builtState(sight.build) : standing(sight));
  }

  stop(): void {
    this.#watch.stop();
    this.#waiting = null;
    this.#state = { ...this.#state, autoAdd: false, autoPush: null };
  }

  change(onRebuild: OnRebuild): void {
    if (onRebuild.autoPush === null) this.#waiting = null;
    this.#set(onRebuild);
  }

  /** The update of a board ended: a rebuild that waited for it has its turn. */
  ended(deviceId: string): void {
    if (this.#state.autoPush?.deviceId === deviceId) void this.#push();
  }

  #see(sight: Sight): void {
    if (sight.kind === 'build') {
      this.#adding = this.#adding.then(() => this.#take(sight.build));
    } else this.#set(standing(sight));
  }

  async #take(build: WatchedBuild): Promise<void> {
    const { autoAdd, autoPush } = this.#state;
    if (!autoAdd && autoPush === null) return this.#set(builtState(build));
    try {
      const { imageId } = await this.#deps.add(build);
      this.#set(builtState(build));
      this.#waiting = imageId;
      await this.#push();
    } catch (thrown) {
      this.#set({ ...builtState(build), error: toErrorPayload(thrown) });
    }
  }

  async #push(): Promise<void> {
    const { autoPush } = this.#state;
    const imageId = this.#waiting;
    this.#waiting = null;
    if (autoPush === null || imageId === null) return;
    try {
      await this.#deps.push({ ...autoPush, imageId, override: [], timeoutMs: null });
    } catch (thrown) {
      const error = toErrorPayload(thrown);
      // A newer rebuild goes first.
      if (error.code === 'push/running') this.#waiting ??= imageId;
      else this.#set({ error });
    }
  }

  #set(change: Partial<WatchState>): void {
    this.#state = { ...this.#state, ...change };
    this.#deps.onState();
  }
}

function builtState({ source, builtAtMs, facts }: WatchedBuild): Partial<WatchState> {
  return { file: source, lastBuiltAtMs: builtAtMs, imageId: facts.fileSha256, error: null };
}

function standing(sight: Exclude<Sight, { kind: 'build' }>): Partial<WatchState> {
  return { file: sight.file, error: sight.kind === 'none' ? sight.error : null };
}
