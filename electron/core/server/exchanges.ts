import type { Clock } from '../ports.ts';
import type { Connection } from './connections.ts';
import type { DownloadProgress, Exchange } from './exchange.ts';

/** From so many on, what each of them holds in memory counts more than the time of a garbage collection. */
const CROWD = 16;

/**
 * The last ones that ended, with their sockets and images. In a pause V8 forgets the shapes of which no object is left,
 * and the code compiled for them: after 15 s the next second served 13 to 19 % less, with these at most 11 %.
 */
const KEPT = 2;

/** The exchanges that are under way on one server. */
export class Exchanges {
  readonly #running = new Set<Exchange>();
  readonly #ended: Exchange[] = [];
  readonly #onCrowd: (isCrowd: boolean) => void;
  #isCrowd = false;
  #whenIdle: () => void = () => undefined;

  /** `onCrowd`: called as very many are under way, and when none of them is any more. */
  constructor(onCrowd: (isCrowd: boolean) => void = () => undefined) {
    this.#onCrowd = onCrowd;
  }

  add(exchange: Exchange): void {
    this.#running.add(exchange);
    if (this.#running.size >= CROWD) this.#crowd(true);
  }

  delete(exchange: Exchange): void {
    this.#running.delete(exchange);
    if (this.#ended.unshift(exchange) > KEPT) this.#ended.pop();
    if (this.#running.size > 0) return;
    this.#crowd(false);
    this.#whenIdle();
  }

  /** The images that are being sent. */
  get downloads(): readonly DownloadProgress[] {
    return [...this.#running].filter(({ isDownload }) => isDownload).map((each) => each.progress());
  }

  isBusy(connection: Connection): boolean {
    return [...this.#running].some((exchange) => exchange.connection === connection);
  }

  /** Whether this many connections beside this one receive an image. */
  areFull(most: number, beside: Connection): boolean {
    if (this.#running.size < most) return false;
    const loaded = [...this.#running].filter(({ isDownload }) => isDownload);
    const others = new Set(loaded.map((exchange) => exchange.connection));
    others.delete(beside);
    return others.size >= most;
  }

  /** Resolves once none is under way, or this time is over. */
  drained(clock: Clock, withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(withinMs, resolve);
      this.#whenIdle = () => {
        cancel();
        resolve();
      };
      if (this.#running.size === 0) this.#whenIdle();
    });
  }

  #crowd(isCrowd: boolean): void {
    if (this.#isCrowd === isCrowd) return;
    this.#isCrowd = isCrowd;
    this.#onCrowd(isCrowd);
  }
}
