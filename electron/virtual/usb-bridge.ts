import { WorkbenchError } from '../../shared/errors.ts';
import type { Clock, ModemLines, SerialLink, SerialListener } from '../core/ports.ts';
import type { VirtualBoardOptions } from './board-options.ts';
import { ConsoleOut } from './hardware/console-out.ts';
import { garble, sameBaud } from './wrong-baud.ts';

export interface UsbBridgeDeps {
  readonly path: string;
  readonly clock: Clock;
  readonly options: () => VirtualBoardOptions;
  /** Bytes for the chip's RX pin. */
  readonly onBytes: (bytes: Uint8Array) => void;
  readonly onLines: (lines: ModemLines) => void;
  /** The program closed the port; resolves when what must be kept is kept. */
  readonly onClosed: () => Promise<void>;
}

interface OpenPort {
  readonly baudRate: number;
  readonly listener: SerialListener;
}

/** The USB-to-UART bridge of a board: at most one program has its port open. */
export class UsbBridge {
  readonly #deps: UsbBridgeDeps;
  readonly #console: ConsoleOut;
  #port: OpenPort | null = null;

  constructor(deps: UsbBridgeDeps) {
    this.#deps = deps;
    this.#console = new ConsoleOut({
      clock: deps.clock,
      deliver: (bytes) => this.#port?.listener.onBytes(bytes),
    });
  }

  /** @throws WorkbenchError serial/port-busy */
  open(baudRate: number, listener: SerialListener): SerialLink {
    const { path, options, onLines, onClosed } = this.#deps;
    if (this.#port !== null) throw new WorkbenchError('serial/port-busy', { path });
    const port: OpenPort = { baudRate, listener };
    this.#port = port;
    return {
      hasModemLines: options().modemLines,
      write: (bytes) => this.#write(port, bytes),
      setLines: async (lines) => {
        this.#check(port);
        if (!options().modemLines) throw new WorkbenchError('serial/no-modem-lines', { path });
        onLines(lines);
      },
      close: async () => {
        if (this.#port !== port) return;
        this.drop();
        await onClosed();
      },
    };
  }

  /** What the chip prints. Without an open port it is lost. */
  print(bytes: Uint8Array): void {
    const { console, consoleBaud, baudPacing } = this.#deps.options();
    if (this.#port === null || console === 'silent') return;
    const clear = console === 'normal' && sameBaud(this.#port.baudRate, consoleBaud);
    this.#console.print(clear ? bytes : garble(bytes), baudPacing ? consoleBaud / 10 : null);
  }

  /** Closes the port from this side without a word. */
  drop(): void {
    this.#port = null;
    this.#console.discard();
  }

  /** The cable is pulled: what was printed arrives, then the port is gone. */
  unplug(): void {
    this.#console.flush();
    const port = this.#port;
    this.drop();
    port?.listener.onClosed();
  }

  async #write(port: OpenPort, bytes: Uint8Array): Promise<void> {
    const { clock, options, onBytes } = this.#deps;
    const { consoleBaud, baudPacing } = options();
    this.#check(port);
    if (baudPacing) {
      await new Promise<void>((resolve) => clock.after((bytes.length * 10_000) / port.baudRate, resolve));
      this.#check(port);
    }
    onBytes(sameBaud(port.baudRate, consoleBaud) ? bytes : garble(bytes));
  }

  #check(port: OpenPort): void {
    if (this.#port !== port) throw new WorkbenchError('serial/port-gone', { path: this.#deps.path });
  }
}
