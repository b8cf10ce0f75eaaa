import type { ImageEntry, WatchState } from '../../shared/contract/values.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { errorText } from '../../shared/text/translator.ts';
import type { CoreClient } from './client.ts';
import type { SkippedEvent } from './events.ts';
import type { Output } from './output.ts';

/** A rebuild that the library has, and the file it was read from. */
export interface Rebuild {
  readonly image: ImageEntry;
  readonly file: string | null;
}

/** Says the rebuilds of the core's one watch as they come, and keeps the newest for its turn. */
export class Rebuilds {
  readonly #client: CoreClient;
  readonly #out: Output;
  #before: Pick<WatchState, 'imageId' | 'error'> = { imageId: null, error: null };
  #waiting: Rebuild | null = null;
  #ended = false;
  #wake: () => void = () => undefined;
  /** They are said in the order in which they were written. */
  #taking: Promise<void> = Promise.resolve();

  constructor(client: CoreClient, out: Output) {
    this.#client = client;
    this.#out = out;
  }

  /** `watch` as it began: what lay there then is no rebuild. */
  begin(watch: WatchState): void {
    const { error, file } = watch;
    this.#before = watch;
    if (error !== null) this.#out.emit(skippedEvent(this.#out.t, error, file, null));
    this.#client.watch('watches', null, ([now]) => this.#see(now));
    this.#see(this.#client.state('watches')?.[0]);
  }

  /** The newest rebuild that nobody took yet, now or later; null once `end` was called. */
  async next(): Promise<Rebuild | null> {
    while (this.#waiting === null && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const rebuild = this.#waiting;
    this.#waiting = null;
    return this.#ended ? null : rebuild;
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  #see(now: WatchState | undefined): void {
    if (now === undefined) return;
    const before = this.#before;
    this.#before = now;
    const { error, file, imageId } = now;
    const isRebuild = imageId !== null && imageId !== before.imageId;
    if (error !== null && error !== before.error) {
      this.#out.emit(skippedEvent(this.#out.t, error, file, isRebuild ? imageId : null));
    } else if (isRebuild) this.#taking = this.#taking.then(() => this.#take(now, imageId));
  }

  async #take({ file, lastBuiltAtMs: builtAtMs }: WatchState, imageId: string): Promise<void> {
    const image = await this.#client.call('image.read', { imageId });
    const { projectName, version, sizeBytes, fileSha256 } = image.facts;
    this.#out.emit({ event: 'build', file, projectName, version, sizeBytes, fileSha256, builtAtMs });
    const late = this.#waiting;
    this.#waiting = { image, file };
    this.#wake();
    if (late === null) return;
    const error = { code: 'watch/superseded', params: { file: late.image.fileName } } as const;
    this.#out.emit(skippedEvent(this.#out.t, error, late.file, late.image.imageId));
  }
}

/** What lies at a watched path and is not pushed, and why. */
export function skippedEvent(
  t: Translator,
  error: ErrorPayload,
  file: string | null,
  fileSha256: string | null,
): SkippedEvent {
  return { event: 'skipped', file, fileSha256, code: error.code, ...errorText(t, error) };
}
