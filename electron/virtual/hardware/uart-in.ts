import type { Run } from './run.ts';

/** Hardware FIFO of the ESP32's UART. */
const FIFO_BYTES = 128;
/** Ring buffer that `example_configure_stdin_stdout` gives the driver (stdin_out.c). */
const DRIVER_BYTES = 256;
const CR = 0x0d;
const LF = 0x0a;

/**
 * The receive side of the console UART. Until the driver is installed only the FIFO holds bytes; what comes
 * when all buffers are full is lost.
 */
export class UartIn {
  #bytes: number[] = [];
  #driver = false;
  #wake: (() => void) | null = null;

  receive(bytes: Uint8Array): void {
    const room = FIFO_BYTES + (this.#driver ? DRIVER_BYTES : 0);
    for (const byte of bytes) {
      this.#wake?.();
      if (this.#bytes.length < room) this.#bytes.push(byte);
    }
    this.#wake?.();
  }

  /** `example_configure_stdin_stdout`: from here on a received CR reads as LF. A second call does nothing. */
  installDriver(): void {
    this.#driver = true;
  }

  /** A reset of the chip: nothing is kept. */
  reset(): void {
    this.#bytes = [];
    this.#driver = false;
    this.#wake = null;
  }

  /**
   * `fgets(buffer, size, stdin)`: at most `size - 1` bytes, up to and with the first newline. Waits for them
   * without end; what follows stays in the buffer.
   */
  async fgets(size: number, run: Run): Promise<Uint8Array> {
    const line: number[] = [];
    const take = (): boolean => {
      while (line.length < size - 1 && line.at(-1) !== LF) {
        const byte = this.#bytes.shift();
        if (byte === undefined) return false;
        line.push(byte === CR ? LF : byte);
      }
      return true;
    };
    await run.guard(
      new Promise<void>((resolve) => {
        const wake = (): void => {
          if (!take()) return;
          this.#wake = null;
          resolve();
        };
        this.#wake = wake;
        wake();
      }),
    );
    return Uint8Array.from(line);
  }
}
