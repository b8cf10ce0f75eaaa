import type { PortState } from '../../../shared/contract/values.ts';
import type { Cancel, Clock, SerialBinding } from '../ports.ts';

export interface PortWatchDeps {
  readonly clock: Clock;
  readonly binding: SerialBinding;
  readonly onPorts: (ports: readonly PortState[]) => void;
}

/** A port that is plugged in shows within this long. */
const PERIOD_MS = 2_000;

/** Tells the ports of this machine whenever they change. */
export class PortWatch {
  readonly #deps: PortWatchDeps;
  #cancel: Cancel = () => undefined;
  #known = '';
  #stopped = false;

  constructor(deps: PortWatchDeps) {
    this.#deps = deps;
  }

  start(): void {
    void this.look();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  /** Lists them now; the next look follows by itself. */
  async look(): Promise<readonly PortState[]> {
    const ports = await this.#deps.binding.list().catch((): readonly PortState[] => []);
    if (this.#stopped) return ports;
    const now = JSON.stringify(ports);
    if (now !== this.#known) {
      this.#known = now;
      this.#deps.onPorts(ports);
    }
    this.#cancel();
    this.#cancel = this.#deps.clock.after(PERIOD_MS, () => void this.look());
    return ports;
  }
}
