import type { PortState } from '../../../shared/contract/values.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import type { Cancel, Clock, SerialBinding } from '../ports.ts';

export interface PortWatchDeps {
  readonly clock: Clock;
  readonly binding: SerialBinding;
  readonly onPorts: (ports: readonly PortState[]) => void;
  readonly onProblems: (problems: readonly ErrorPayload[]) => void;
}

/** Where the system does not tell of changes: a port shows within 2 s, though listing takes a third of one. */
const POLL_MS = 1_250;
/** A plug brings several changes, the last of them when its permissions are set. */
const SETTLE_MS = 150;
/** A device that gives no port is told of only once its driver has had its time. */
const PROBLEMS_AFTER_MS = 3_000;

/** Tells the ports of this machine whenever they change; lists them only then, where the system tells of changes. */
export class PortWatch {
  readonly #deps: PortWatchDeps;
  #cancelLook: Cancel = () => undefined;
  #cancelProblems: Cancel = () => undefined;
  #stopWatching: Cancel | null = null;
  #known = '';
  #problems = '[]';
  #stopped = false;

  constructor(deps: PortWatchDeps) {
    this.#deps = deps;
  }

  start(): void {
    const settle = (): void => {
      this.#lookAfter(SETTLE_MS);
      this.#problemsAfter(PROBLEMS_AFTER_MS);
    };
    this.#stopWatching = this.#deps.binding.watch?.(settle) ?? null;
    void this.look();
    this.#problemsAfter(PROBLEMS_AFTER_MS);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelLook();
    this.#cancelProblems();
    this.#stopWatching?.();
  }

  /** Lists them now. */
  async look(): Promise<readonly PortState[]> {
    const ports = await this.#deps.binding.list().catch((): readonly PortState[] => []);
    if (this.#stopped) return ports;
    const now = JSON.stringify(ports);
    if (now !== this.#known) {
      this.#known = now;
      this.#deps.onPorts(ports);
    }
    if (this.#stopWatching === null) this.#lookAfter(POLL_MS);
    return ports;
  }

  /** As `look`, for a person who asked: with what is plugged in and gives no port. */
  async lookClosely(): Promise<readonly PortState[]> {
    const ports = await this.look();
    await this.#lookForProblems();
    return ports;
  }

  #lookAfter(ms: number): void {
    this.#cancelLook();
    if (!this.#stopped) this.#cancelLook = this.#deps.clock.after(ms, () => void this.look());
  }

  #problemsAfter(ms: number): void {
    this.#cancelProblems();
    this.#cancelProblems = this.#deps.clock.after(ms, () => void this.#lookForProblems());
  }

  async #lookForProblems(): Promise<void> {
    const problems = (await this.#deps.binding.problems?.()) ?? [];
    const now = JSON.stringify(problems);
    if (this.#stopped || now === this.#problems) return;
    this.#problems = now;
    this.#deps.onProblems(problems);
  }
}
