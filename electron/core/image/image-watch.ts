import type { ErrorPayload } from '../../../shared/errors.ts';
import { toErrorPayload, WorkbenchError } from '../../../shared/errors.ts';
import type { ImageFacts, Sha256 } from '../../../shared/esp/image-facts.ts';
import { isSoundApp } from '../../../shared/esp/image-facts.ts';
import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import type { Cancel, Clock } from '../ports.ts';
import type { FileAtPath } from './image-at-path.ts';
import { findImageAt, readImageAt } from './image-at-path.ts';
import type { NewImage } from './image-library.ts';
import type { PathAccess } from './path-access.ts';

export interface ImageWatchDeps {
  readonly clock: Clock;
  readonly sha256: Sha256;
  /** Asked at every look, so that a symlink cannot be turned elsewhere later. */
  readonly access: Pick<PathAccess, 'resolve'>;
  /** An app image, or the folder of a build or project. */
  readonly path: string;
  /** Called when something else lies there than before. */
  readonly onSight: (sight: Sight) => void;
}

/** What lies at a watched path. */
export type Sight =
  /** A sound app image, whole on disk, that differs from the one before. */
  | { readonly kind: 'build'; readonly build: WatchedBuild }
  /** The last build again, after there was none. */
  | { readonly kind: 'back'; readonly file: string }
  /** Nothing that a board could run, and why; `file` is null where there is none. */
  | { readonly kind: 'none'; readonly file: string | null; readonly error: ErrorPayload };

export interface WatchedBuild extends NewImage {
  readonly facts: ImageFacts;
  readonly builtAtMs: number;
}

/** Looking is cheap and works on every file system; notifications do not. */
const LOOK_MS = 500;

/** Follows the app image of a build. A file that is missing or half written is waited for. */
export class ImageWatch {
  readonly #deps: ImageWatchDeps;
  #cancel: Cancel = () => undefined;
  #stopped = false;
  /** What a look shows from outside: at the last look, and when it was last told of. */
  #seen: string | null = null;
  #told: string | null = null;
  #isThere = false;
  #lastSha256: string | null = null;

  constructor(deps: ImageWatchDeps) {
    this.#deps = deps;
  }

  /** What is there now, which is not told again; what comes from here on is. */
  async start(): Promise<Sight> {
    const look = await this.#look();
    this.#seen = look.stamp;
    const sight = await this.#sightOf(look);
    this.#again();
    return sight ?? noneOf(null, new WorkbenchError('image/none-found', { folder: this.#deps.path }));
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #again(): void {
    if (this.#stopped) return;
    this.#cancel = this.#deps.clock.after(LOOK_MS, () => void this.#turn().finally(() => this.#again()));
  }

  async #turn(): Promise<void> {
    const look = await this.#look();
    // Two looks must agree: a file that still grows is not read.
    const isSettled = look.stamp === this.#seen;
    this.#seen = look.stamp;
    if (!isSettled || look.stamp === this.#told) return;
    const sight = await this.#sightOf(look);
    if (sight !== null && !this.#stopped) this.#deps.onSight(sight);
  }

  async #look(): Promise<Look> {
    try {
      const found = await findImageAt(this.#deps.path, this.#deps.access);
      return { found, stamp: `${found.file}\n${found.modifiedAtMs}\n${found.sizeBytes}` };
    } catch (thrown) {
      return { found: null, thrown, stamp: `${thrown}` };
    }
  }

  /** Null where nothing new is to be told, or where the file changed while it was read. */
  async #sightOf(look: Look): Promise<Sight | null> {
    if (look.found === null) return this.#tell(look.stamp, false, noneOf(null, look.thrown));
    const { file, modifiedAtMs } = look.found;
    try {
      const image = await readImageAt(look.found);
      if ((await this.#look()).stamp !== look.stamp) return null;
      const facts = inspectImage(image.bytes, this.#deps.sha256, image.fileName);
      const [problem] = facts.problems;
      if (!isSoundApp(facts) && problem !== undefined)
        return this.#tell(look.stamp, false, { kind: 'none', file, error: problem });
      if (facts.fileSha256 === this.#lastSha256) {
        const wasThere = this.#isThere;
        const back = this.#tell(look.stamp, true, { kind: 'back', file });
        return wasThere ? null : back;
      }
      this.#lastSha256 = facts.fileSha256;
      const build = { ...image, facts, builtAtMs: Math.round(modifiedAtMs) };
      return this.#tell(look.stamp, true, { kind: 'build', build });
    } catch (thrown) {
      return this.#tell(look.stamp, false, noneOf(file, thrown));
    }
  }

  #tell(stamp: string, isThere: boolean, sight: Sight): Sight {
    this.#told = stamp;
    this.#isThere = isThere;
    return sight;
  }
}

type Look =
  | { readonly found: FileAtPath; readonly stamp: string }
  | { readonly found: null; readonly thrown: unknown; readonly stamp: string };

function noneOf(file: string | null, thrown: unknown): Sight {
  return { kind: 'none', file, error: toErrorPayload(thrown) };
}
