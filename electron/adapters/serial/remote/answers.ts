import type { WorkbenchError } from '../../../../shared/errors.ts';
import type { Clock } from '../../../core/ports.ts';

interface Waiting {
  look(payload: Uint8Array | null): void;
  fail(error: WorkbenchError): void;
}

/** Who waits for what a server answers. */
export class Answers {
  readonly #clock: Clock;
  readonly #waiting = new Set<Waiting>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves once `holds` of an answer (null: news of an option); rejects with `error` when none came in time. */
  until(
    holds: (payload: Uint8Array | null) => boolean,
    withinMs: number,
    error: WorkbenchError,
  ): Promise<void> {
    const answered = new Promise<void>((resolve, reject) => {
      const end = (): void => {
        cancel();
        this.#waiting.delete(wait);
      };
      const wait: Waiting = {
        look: (payload) => {
          if (!holds(payload)) return;
          end();
          resolve();
        },
        fail: (why) => {
          end();
          reject(why);
        },
      };
      const cancel = this.#clock.after(withinMs, () => wait.fail(error));
      this.#waiting.add(wait);
    });
    // Sending the question may fail first, and then nobody waits for this any more.
    answered.catch(() => undefined);
    return answered;
  }

  /** An answer came. */
  see(payload: Uint8Array | null): void {
    for (const wait of [...this.#waiting]) wait.look(payload);
  }

  failAll(error: WorkbenchError): void {
    for (const wait of [...this.#waiting]) wait.fail(error);
  }
}
