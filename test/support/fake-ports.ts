import type {
  Cancel,
  ModemLines,
  OpenOptions,
  SerialBinding,
  SerialLink,
  SerialListener,
  SerialPortInfo,
} from '../../electron/core/ports.ts';
import { WorkbenchError } from '../../shared/errors.ts';

/** A port as a system lists it; a CH340 at USB location 1-1 where nothing else is said. */
export function usbPort(more: Partial<SerialPortInfo> = {}): SerialPortInfo {
  return {
    path: '/dev/ttyUSB0',
    label: 'CH340 USB Serial',
    vendorId: '1a86',
    productId: '7523',
    serialNumber: null,
    location: '1-1',
    virtual: false,
    ...more,
  };
}

interface Open {
  readonly listener: SerialListener;
  readonly baudRate: number;
}

/** Ports that a test plugs and pulls, with a board's end to print on. */
export class FakePorts implements SerialBinding {
  readonly #ports = new Map<string, SerialPortInfo>();
  readonly #open = new Map<string, Open>();
  readonly #watchers = new Set<() => void>();
  /** What was done to the ports, in order: `open /dev/ttyUSB0 115200`, `lines dtr 0 rts 1`, `write …`. */
  readonly done: string[] = [];
  lists = 0;
  watches = true;

  constructor(...ports: readonly SerialPortInfo[]) {
    for (const port of ports) this.#ports.set(port.path, port);
  }

  plug(port: SerialPortInfo): void {
    this.#ports.set(port.path, port);
    this.#tell();
  }

  pull(path: string): void {
    this.#ports.delete(path);
    const open = this.#open.get(path);
    this.#open.delete(path);
    open?.listener.onClosed();
    this.#tell();
  }

  /** A board prints on its port, where that is open. */
  print(path: string, text: string): void {
    this.#open.get(path)?.listener.onBytes(new TextEncoder().encode(text));
  }

  isOpen(path: string): boolean {
    return this.#open.has(path);
  }

  list(): Promise<readonly SerialPortInfo[]> {
    this.lists += 1;
    return Promise.resolve([...this.#ports.values()]);
  }

  watch(onChange: () => void): Cancel | null {
    if (!this.watches) return null;
    this.#watchers.add(onChange);
    return () => this.#watchers.delete(onChange);
  }

  async open(
    path: string,
    baudRate: number,
    listener: SerialListener,
    options?: OpenOptions,
  ): Promise<SerialLink> {
    if (!this.#ports.has(path)) throw new WorkbenchError('serial/port-not-found', { path });
    if (this.#open.has(path)) throw new WorkbenchError('serial/port-busy', { path });
    this.done.push(`open ${path} ${baudRate}${options?.rtscts === true ? ' rtscts' : ''}`);
    const open = { listener, baudRate };
    this.#open.set(path, open);
    const here = (): void => {
      if (this.#open.get(path) !== open) throw new WorkbenchError('serial/port-gone', { path });
    };
    return {
      hasModemLines: options?.rtscts !== true,
      write: async (bytes) => {
        here();
        this.done.push(`write ${JSON.stringify(new TextDecoder().decode(bytes))}`);
      },
      setLines: async ({ dtr, rts }: ModemLines) => {
        here();
        this.done.push(`lines dtr ${Number(dtr)} rts ${Number(rts)}`);
      },
      readInputs: async () => ({ cts: true, dsr: false, dcd: null }),
      setBaudRate: async (rate) => {
        here();
        this.done.push(`baud ${rate}`);
      },
      close: async () => {
        if (this.#open.get(path) !== open) return;
        this.#open.delete(path);
        this.done.push(`close ${path}`);
      },
    };
  }

  #tell(): void {
    for (const tell of this.#watchers) tell();
  }
}
