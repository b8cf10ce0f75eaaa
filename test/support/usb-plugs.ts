import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { createSerialBinding } from '../../electron/adapters/serial/serial-binding.ts';
import type { SysfsReader } from '../../electron/adapters/serial/sysfs-ports.ts';
import { systemClock } from '../../electron/adapters/system-clock.ts';
import type { SerialBinding } from '../../electron/core/ports.ts';
import { sysfsReader, ttyTree, usbTree } from './sysfs-tree.ts';

/** An adapter as sysfs shows it. */
export interface PluggedUsb {
  readonly vendorId: string;
  readonly productId: string;
  /** Null where it has none. */
  readonly serial: string | null;
  /** `1-2` */
  readonly location: string;
}

/**
 * USB adapters that are plugged and pulled: device nodes in a folder of their own, which the real binding watches, and
 * a sysfs in memory that says what they are. Behind each node lies a terminal.
 */
export class UsbPlugs {
  readonly #devFolder = mkdtempSync(path.join(tmpdir(), 'ota-dev-'));
  readonly #plugged = new Map<string, PluggedUsb>();

  /** The real binding over them. */
  binding(): SerialBinding {
    return createSerialBinding(systemClock, { files: this.#files(), devFolder: this.#devFolder });
  }

  /** Where the node of this name is, there or not. */
  node(name: string): string {
    return path.join(this.#devFolder, name);
  }

  /** `name` is `ttyUSB0`; `terminal` is the node that lies behind it. Returns its path. */
  plug(name: string, usb: PluggedUsb, terminal: string): string {
    this.#plugged.set(name, usb);
    symlinkSync(terminal, this.node(name));
    return this.node(name);
  }

  pull(name: string): void {
    this.#plugged.delete(name);
    rmSync(this.node(name), { force: true });
  }

  close(): void {
    rmSync(this.#devFolder, { recursive: true, force: true });
  }

  #files(): SysfsReader {
    const sysfs = sysfsReader(() =>
      Object.assign({}, ...[...this.#plugged].map(([name, usb]) => tree(name, usb))),
    );
    return {
      ...sysfs,
      names: (folder) => (folder === this.#devFolder ? readdirSync(folder) : sysfs.names(folder)),
    };
  }
}

function tree(
  name: string,
  { vendorId, productId, serial, location }: PluggedUsb,
): Readonly<Record<string, string>> {
  const device = `/sys/devices/pci0000:00/0000:00:14.0/usb1/${location}`;
  const usbInterface = `${device}/${location}:1.0`;
  return {
    ...ttyTree(name, name.startsWith('ttyACM') ? usbInterface : `${usbInterface}/${name}`),
    ...usbTree(usbInterface, { bInterfaceNumber: '00' }),
    ...usbTree(device, {
      idVendor: vendorId,
      idProduct: productId,
      bNumInterfaces: ' 1',
      ...(serial === null ? {} : { serial }),
    }),
  };
}
