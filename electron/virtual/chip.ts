import type { Clock } from '../core/ports.ts';
import type { VirtualBoardOptions } from './board-options.ts';
import { boot } from './firmware/boot.ts';
import { EspLog } from './firmware/esp-log.ts';
import type { MachineObserver } from './firmware/machine.ts';
import { Efuses } from './hardware/efuses.ts';
import type { Flash } from './hardware/flash.ts';
import type { ResetCause } from './hardware/reset-cause.ts';
import { BROWNOUT_RESET, POWER_ON } from './hardware/reset-cause.ts';
import { Run } from './hardware/run.ts';
import { UartIn } from './hardware/uart-in.ts';
import { since } from './idf-release.ts';
import type { BoardNetwork } from './net/board-network.ts';

export interface ChipDeps {
  readonly clock: Clock;
  readonly network: BoardNetwork;
  readonly observe: MachineObserver;
  /** Receives what the console UART sends. */
  readonly print: (bytes: Uint8Array) => void;
  /** As they are at each start. */
  readonly options: () => VirtualBoardOptions;
  /** The flash soldered beside it. */
  readonly flash: () => Flash;
}

/** Shortest time between the end of a run and the ROM's first byte. */
const RESTART_MS = 2;
/** Bits on the wire for one byte: 8N1. */
const BITS_PER_BYTE = 10;

/** The ESP32 itself: one run after the other, as power, EN and its firmware will. */
export class Chip {
  readonly #deps: ChipDeps;
  readonly #input = new UartIn();
  readonly #efuses = new Efuses();
  #run: Run | null = null;
  #boots = 0;

  constructor(deps: ChipDeps) {
    this.#deps = deps;
  }

  /** Starts since the board was made in this process. */
  get boots(): number {
    return this.#boots;
  }

  get running(): boolean {
    return this.#run !== null;
  }

  /** Bytes at the RX pin. */
  receive(bytes: Uint8Array): void {
    if (this.#run !== null) this.#input.receive(bytes);
  }

  /** Ends what runs and starts anew. */
  start(cause: ResetCause = POWER_ON, downloadMode = false): void {
    this.stop();
    const { clock, flash, network, observe, print } = this.#deps;
    const asked = this.#deps.options();
    const options = { ...asked, rollback: asked.rollback ?? asked.program !== 'simple' };
    const run = new Run({
      clock,
      timeScale: options.timeScale,
      onRestart: (next) => {
        this.#run = null;
        const gap = new Run({ clock, timeScale: options.timeScale, onRestart: () => {} });
        this.#run = gap;
        void gap.sleep(RESTART_MS).then(() => this.start(next));
      },
    });
    this.#run = run;
    this.#boots += 1;
    this.#input.reset();
    const paced = options.baudPacing ? (BITS_PER_BYTE * 1000) / options.consoleBaud : 0;
    const log = new EspLog({
      run,
      colours: options.colours ?? !since(options.idf, '5.4'),
      print: (bytes) => {
        run.spend(bytes.length * paced);
        print(bytes);
      },
    });
    const machine = {
      options,
      flash: flash(),
      efuses: this.#efuses,
      run,
      log,
      input: this.#input,
      network,
      observe,
    };
    // A fault of the simulation itself is shown where the board's words are, and the board idles.
    boot(machine, cause, downloadMode).catch((fault: unknown) => log.error('virtual_board', String(fault)));
  }

  /** EN low or no power: nothing goes on. */
  stop(): void {
    this.#run?.end();
    this.#run = null;
    this.#deps.observe.running(null);
  }

  /** The supply sags below the detector's threshold: its line, then a reset. */
  brownOut(): void {
    const run = this.#run;
    if (run === null) return;
    const { idf } = this.#deps.options();
    const prefix = since(idf, '5.4') ? 'E BOD: ' : since(idf, '5.1') ? 'I BOD: ' : '';
    this.#deps.print(Buffer.from(`\r\n${prefix}Brownout detector was triggered\r\n\r\n`, 'latin1'));
    void run.restart(BROWNOUT_RESET);
  }
}
