import type { ErrorPayload } from '../../../shared/errors.ts';
import { toErrorPayload, WorkbenchError } from '../../../shared/errors.ts';
import type { Cancel, Clock, SerialBinding, SerialLink, SerialPortInfo } from '../ports.ts';

export type LinkState =
  | { readonly kind: 'closed'; readonly error: ErrorPayload | null }
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly hasModemLines: boolean }
  /** It disappeared; it is opened again when it returns. */
  | { readonly kind: 'gone'; readonly error: ErrorPayload };

export interface BoardLinkDeps {
  readonly binding: SerialBinding;
  readonly clock: Clock;
  readonly port: SerialPortInfo;
  readonly onBytes: (bytes: Uint8Array) => void;
  readonly onState: (state: LinkState) => void;
}

/** How often a port that is gone is tried again, as esp-idf-monitor does. */
const RETRY_MS = 500;
/** EN is held low this long (esptool's HardReset); USB-Serial-JTAG needs twice as long. */
const RESET_MS = 100;
const USB_RESET_MS = 200;

/** Owns the port of one board: open, closed, or waited for. */
export class BoardLink {
  readonly #deps: BoardLinkDeps;
  #link: SerialLink | null = null;
  #wantedBaudRate: number | null = null;
  #cancelRetry: Cancel = () => undefined;

  constructor(deps: BoardLinkDeps) {
    this.#deps = deps;
  }

  get hasModemLines(): boolean {
    return this.#link?.hasModemLines ?? false;
  }

  /** @throws WorkbenchError as SerialBinding.open */
  async open(baudRate: number): Promise<void> {
    await this.close();
    this.#wantedBaudRate = baudRate;
    this.#deps.onState({ kind: 'opening' });
    try {
      await this.#open(baudRate);
    } catch (thrown) {
      this.#wantedBaudRate = null;
      this.#deps.onState({ kind: 'closed', error: toErrorPayload(thrown) });
      throw thrown;
    }
  }

  async close(): Promise<void> {
    this.#wantedBaudRate = null;
    this.#cancelRetry();
    const link = this.#link;
    this.#link = null;
    if (link === null) return;
    await link.close();
    this.#deps.onState({ kind: 'closed', error: null });
  }

  /** @throws WorkbenchError board/not-open, serial/write-failed, serial/port-gone */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#opened().write(bytes);
  }

  /**
   * Runs the app anew: EN low and high again, GPIO0 left alone.
   * @throws WorkbenchError board/not-open, serial/no-modem-lines, serial/port-gone
   */
  async reset(): Promise<void> {
    const link = this.#opened();
    const { vendorId, productId, path } = this.#deps.port;
    if (!link.hasModemLines) throw new WorkbenchError('serial/no-modem-lines', { path });
    await link.setLines({ dtr: false, rts: true });
    await this.#pause(vendorId === '303a' && productId === '1001' ? USB_RESET_MS : RESET_MS);
    await link.setLines({ dtr: false, rts: false });
  }

  #opened(): SerialLink {
    if (this.#link === null) throw new WorkbenchError('board/not-open', { device: this.#deps.port.path });
    return this.#link;
  }

  async #open(baudRate: number): Promise<void> {
    const { binding, port, onBytes, onState } = this.#deps;
    const link = await binding.open(port.path, baudRate, { onBytes, onClosed: () => this.#gone() });
    // Closed, or opened at another rate, while the system was at it.
    if (this.#wantedBaudRate !== baudRate) return link.close();
    this.#link = link;
    onState({ kind: 'open', hasModemLines: link.hasModemLines });
  }

  #gone(): void {
    this.#link = null;
    if (this.#wantedBaudRate === null) return;
    const error: ErrorPayload = { code: 'serial/port-gone', params: { path: this.#deps.port.path } };
    this.#deps.onState({ kind: 'gone', error });
    this.#retry();
  }

  #retry(): void {
    this.#cancelRetry();
    this.#cancelRetry = this.#deps.clock.after(RETRY_MS, () => {
      const baudRate = this.#wantedBaudRate;
      if (baudRate === null) return;
      this.#open(baudRate).catch(() => {
        if (this.#wantedBaudRate === baudRate) this.#retry();
      });
    });
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#deps.clock.after(ms, resolve));
  }
}
