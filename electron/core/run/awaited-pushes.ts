import type { Input } from '../../../shared/contract/contract.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { BegunPush } from './run-deps.ts';

/** Verdicts of the updates that runs began. */
export class AwaitedPushes {
  readonly #start: (start: Input<'push.start'>) => Promise<string>;
  /** By pushId: who waits for a verdict. A verdict that came before anyone asked is kept until then. */
  readonly #awaited = new Map<string, (view: SessionView) => void>();
  readonly #early = new Map<string, SessionView>();

  /** `start` throws as `push.start`. */
  constructor(start: (start: Input<'push.start'>) => Promise<string>) {
    this.#start = start;
  }

  /** @throws WorkbenchError as `push.start` */
  async push(start: Input<'push.start'>): Promise<BegunPush> {
    const pushId = await this.#start(start);
    const early = this.#early.get(pushId);
    this.#early.delete(pushId);
    if (early !== undefined) return { pushId, ended: Promise.resolve(early) };
    const ended = new Promise<SessionView>((resolve) => this.#awaited.set(pushId, resolve));
    return { pushId, ended };
  }

  /** The verdict of an update, of a run or not; `isOfRun`: whether somebody may still ask for it. */
  verdict(view: SessionView, isOfRun: boolean): void {
    const settle = this.#awaited.get(view.pushId);
    if (settle !== undefined) settle(view);
    else if (isOfRun) this.#keepEarly(view);
    this.#awaited.delete(view.pushId);
  }

  /** Only the last one of a board can still be asked for. */
  #keepEarly(view: SessionView): void {
    for (const [pushId, { deviceId }] of this.#early)
      if (deviceId === view.deviceId) this.#early.delete(pushId);
    this.#early.set(view.pushId, view);
  }
}
