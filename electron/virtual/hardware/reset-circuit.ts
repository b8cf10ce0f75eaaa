import type { Cancel, Clock, ModemLines } from '../../core/ports.ts';

/** Time that the capacitor at EN takes to charge: what GPIO0 is then decides how the chip starts. */
const EN_RISE_MS = 1;

export interface ResetCircuitDeps {
  readonly clock: Clock;
  /** EN fell: the chip stops. */
  readonly onHeld: () => void;
  /** EN rose: the chip starts, in download mode where GPIO0 is low. */
  readonly onReleased: (downloadMode: boolean) => void;
}

/**
 * The two transistors of a development board: RTS alone pulls EN low, DTR alone pulls GPIO0 low, both or
 * neither pull nothing (esptool's reset.py; 9.2 of the ESP32 technical reference for the strapping).
 */
export class ResetCircuit {
  readonly #deps: ResetCircuitDeps;
  #lines: ModemLines = { dtr: false, rts: false };
  #enLow = false;
  #cancelRise: Cancel | null = null;

  constructor(deps: ResetCircuitDeps) {
    this.#deps = deps;
  }

  /** Whether EN holds the chip in reset, its rise included. */
  get held(): boolean {
    return this.#enLow || this.#cancelRise !== null;
  }

  set(lines: ModemLines): void {
    this.#lines = lines;
    const enLow = lines.rts && !lines.dtr;
    if (enLow === this.#enLow) return;
    this.#enLow = enLow;
    if (enLow) {
      const wasRising = this.#cancelRise !== null;
      this.#cancelRise?.();
      this.#cancelRise = null;
      if (!wasRising) this.#deps.onHeld();
      return;
    }
    this.#cancelRise = this.#deps.clock.after(EN_RISE_MS, () => {
      this.#cancelRise = null;
      this.#deps.onReleased(this.#lines.dtr && !this.#lines.rts);
    });
  }

  /** The adapter is gone or the port closed for good: nothing pulls any more. */
  dispose(): void {
    this.#cancelRise?.();
    this.#cancelRise = null;
    this.#enLow = false;
    this.#lines = { dtr: false, rts: false };
  }
}
