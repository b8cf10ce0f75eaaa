import type { AfterWatch } from '../../../shared/ota/after-watch.ts';
import { startAfterWatch, watchEnded, watchEvent, watchTick } from '../../../shared/ota/after-watch.ts';
import type { DeviceEvent } from '../../../shared/ota/device/device-event.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { Cancel, Clock } from '../ports.ts';

export interface AfterWatchesDeps {
  readonly clock: Clock;
  /** Each change of a board's watch. */
  readonly onWatch: (deviceId: string, watch: AfterWatch) => void;
}

interface Running {
  watch: AfterWatch;
  readonly cancel: Cancel;
}

/** Watches boards for a while after their updates were confirmed. */
export class AfterWatches {
  readonly #deps: AfterWatchesDeps;
  readonly #running = new Map<string, Running>();

  constructor(deps: AfterWatchesDeps) {
    this.#deps = deps;
  }

  /** Begins with a verdict; anything but `confirmed`, and no time at all, begins nothing. */
  start({ deviceId, pushId, verdict, after, expected }: SessionView, forMs: number): void {
    if (verdict?.outcome !== 'confirmed' || forMs <= 0) return;
    this.end(deviceId);
    const { clock } = this.#deps;
    const watch = startAfterWatch(pushId, after.offset ?? expected.offset, clock.nowMs(), forMs);
    const cancel = clock.after(forMs, () =>
      this.#change(deviceId, watchTick(this.#of(deviceId), watch.endsAtMs)),
    );
    this.#running.set(deviceId, { watch, cancel });
    this.#deps.onWatch(deviceId, watch);
  }

  see(deviceId: string, event: DeviceEvent): void {
    const running = this.#running.get(deviceId);
    if (running !== undefined) this.#change(deviceId, watchEvent(running.watch, event));
  }

  /** The next update begins, or the port is gone. */
  end(deviceId: string): void {
    const running = this.#running.get(deviceId);
    if (running !== undefined) this.#change(deviceId, watchEnded(running.watch));
  }

  #of(deviceId: string): AfterWatch {
    const running = this.#running.get(deviceId);
    if (running === undefined) throw new Error(`no watch of ${deviceId} runs`);
    return running.watch;
  }

  #change(deviceId: string, next: AfterWatch): void {
    const running = this.#running.get(deviceId);
    if (running === undefined || next === running.watch) return;
    running.watch = next;
    if (next.state !== 'watching') {
      running.cancel();
      this.#running.delete(deviceId);
    }
    this.#deps.onWatch(deviceId, next);
  }
}
