import type { Input } from '../../../shared/contract/contract.ts';
import type { WatchState } from '../../../shared/contract/values.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import type { BuildWatchDeps } from './build-watch.ts';
import { BuildWatch } from './build-watch.ts';

export interface BuildWatchesDeps extends Omit<BuildWatchDeps, 'onState'> {
  readonly onState: (watches: readonly WatchState[]) => void;
}

/** All builds that are followed, by their paths. */
export class BuildWatches {
  readonly #deps: BuildWatchesDeps;
  readonly #watches = new Map<string, BuildWatch>();

  constructor(deps: BuildWatchesDeps) {
    this.#deps = deps;
  }

  /**
   * Follows what is built at a path from now on; for a path that is followed, changes what is done.
   * @throws WorkbenchError as PathAccess.resolve
   */
  async start({ path: given, autoAdd, autoPush }: Input<'watch.start'>): Promise<WatchState> {
    const path = await this.#deps.access.resolve(given);
    const onRebuild = { autoAdd: autoAdd || autoPush !== null, autoPush };
    const known = this.#watches.get(path);
    if (known !== undefined) {
      known.change(onRebuild);
      return known.state;
    }
    const watch = new BuildWatch(path, onRebuild, { ...this.#deps, onState: () => this.#tell() });
    this.#watches.set(path, watch);
    await watch.start();
    return watch.state;
  }

  /** @throws WorkbenchError watch/unknown */
  stop(path: string): void {
    const watch = this.#watches.get(path);
    if (watch === undefined) throw new WorkbenchError('watch/unknown', { path });
    watch.stop();
    this.#watches.delete(path);
    this.#tell();
  }

  stopAll(): void {
    for (const watch of this.#watches.values()) watch.stop();
  }

  /** The update of a board ended. */
  ended(deviceId: string): void {
    for (const watch of this.#watches.values()) watch.ended(deviceId);
  }

  /** The app images of the builds that are followed. */
  files(): readonly string[] {
    return this.#states().flatMap(({ file }) => (file === null ? [] : [file]));
  }

  #states(): readonly WatchState[] {
    return [...this.#watches.values()].map(({ state }) => state);
  }

  #tell(): void {
    this.#deps.onState(this.#states());
  }
}
