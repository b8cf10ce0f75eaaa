import { WorkbenchError } from '../../shared/errors.ts';
import type { Cancel, Clock, SerialLink, SerialListener, SocketBuffers } from '../core/ports.ts';
import type { VirtualBoardOptions } from './board-options.ts';
import { DEFAULT_OPTIONS } from './board-options.ts';
import { Chip } from './chip.ts';
import { embeddedCa } from './firmware/embedded-ca.ts';
import { factoryFlash } from './firmware/factory-flash.ts';
import type { OtaEntries } from './firmware/otadata.ts';
import { readEntries } from './firmware/otadata.ts';
import type { Partition } from './firmware/partitions.ts';
import { acceptedPartitions, otadataOf } from './firmware/partitions.ts';
import type { FlashStore } from './flash-store.ts';
import type { Flash } from './hardware/flash.ts';
import { ResetCircuit } from './hardware/reset-circuit.ts';
import { KeptFlash } from './kept-flash.ts';
import { BoardNetwork } from './net/board-network.ts';
import { addressForName } from './net/loopback-address.ts';
import { UsbBridge } from './usb-bridge.ts';

export interface VirtualBoardDeps {
  readonly name: string;
  readonly clock: Clock;
  /** Null: the flash lasts as long as the process. */
  readonly store: FlashStore | null;
  readonly caPem: () => Promise<string>;
  readonly socketBuffers?: (() => Promise<SocketBuffers | null>) | undefined;
  readonly options: Partial<VirtualBoardOptions>;
  readonly onSaveFailed: (detail: string) => void;
}

/** A development board with an ESP32: its power, its USB cable, its reset button, its true flash. */
export class VirtualBoard {
  readonly name: string;
  readonly #clock: Clock;
  readonly #chip: Chip;
  readonly #circuit: ResetCircuit;
  readonly #network: BoardNetwork;
  readonly #bridge: UsbBridge;
  readonly #kept: KeptFlash;
  #options: VirtualBoardOptions;
  #running: Partition | null = null;
  #plugged = true;
  #powered = false;
  #started = false;
  #firedFault: VirtualBoardOptions['fault'] = null;
  #cancelPowerBack: Cancel | null = null;

  constructor({ name, clock, caPem, socketBuffers, store, options, onSaveFailed }: VirtualBoardDeps) {
    this.name = name;
    this.#clock = clock;
    this.#options = { ...DEFAULT_OPTIONS, ...options };
    this.#kept = new KeptFlash({ name, store, make: () => factoryFlash(this.#options), onSaveFailed });
    this.#network = new BoardNetwork({
      givenAddress: () => this.#options.address,
      ownAddress: addressForName(name),
      caPem: async () => embeddedCa(this.flash, this.#running) ?? caPem(),
      socketBuffers,
      nowMs: () => this.#options.clockMs ?? clock.nowMs(),
    });
    this.#bridge = new UsbBridge({
      path: this.path,
      clock,
      options: () => this.#options,
      onBytes: (bytes) => this.#chip.receive(bytes),
      onLines: (lines) => this.#circuit.set(lines),
      onClosed: () => {
        this.#kept.save();
        return this.saved();
      },
    });
    this.#chip = new Chip({
      clock,
      network: this.#network,
      print: (bytes) => this.#bridge.print(bytes),
      options: () => this.#options,
      flash: () => this.flash,
      observe: {
        running: (partition) => {
          this.#running = partition;
        },
        flashChanged: () => this.#kept.save(),
        received: (totalBytes) => this.#received(totalBytes),
      },
    });
    this.#circuit = new ResetCircuit({
      clock,
      onHeld: () => this.#chip.stop(),
      onReleased: (downloadMode) => {
        if (this.#powered) this.#chip.start(undefined, downloadMode);
      },
    });
  }

  get path(): string {
    return `virtual:${this.name}`;
  }

  get options(): VirtualBoardOptions {
    return this.#options;
  }

  /** Whether its USB cable is in: only then it is a port. */
  get plugged(): boolean {
    return this.#plugged;
  }

  get powered(): boolean {
    return this.#powered;
  }

  /** Starts of the chip since the board was made in this process. */
  get boots(): number {
    return this.#chip.boots;
  }

  /** The true flash. A kept one is read when the port is opened, or by `load`. */
  get flash(): Flash {
    return this.#kept.flash;
  }

  /** Label of the partition whose image runs; null in reset, ROM and bootloader. */
  get runningPartition(): string | null {
    return this.#running?.label ?? null;
  }

  /** Rows of the partition table in flash. */
  get partitions(): readonly Partition[] {
    return acceptedPartitions(this.flash);
  }

  /** Both otadata entries as they stand in flash; null where the table has no such partition. */
  get otadata(): OtaEntries | null {
    const otadata = otadataOf(this.partitions);
    return otadata === null ? null : readEntries(this.flash, otadata);
  }

  /** The IPv4 address it prints and dials from. */
  address(): Promise<string> {
    return this.#network.address();
  }

  /** Settings of the firmware count from its next start, all others at once. */
  configure(options: Partial<VirtualBoardOptions>): void {
    this.#options = { ...this.#options, ...options };
  }

  /** Reads the kept flash; without one the board is as it left its factory. */
  load(): Promise<void> {
    return this.#kept.load();
  }

  /**
   * Opens its port. A board that never ran is powered by it; one that runs is not reset.
   * @throws WorkbenchError serial/port-not-found, serial/port-busy
   */
  async open(baudRate: number, listener: SerialListener): Promise<SerialLink> {
    if (!this.#plugged) throw new WorkbenchError('serial/port-not-found', { path: this.path });
    const link = this.#bridge.open(baudRate, listener);
    await this.load();
    if (!this.#started) this.restorePower();
    return link;
  }

  /** The button at EN, pressed and released. */
  pressReset(): void {
    if (this.#powered && !this.#circuit.held) this.#chip.start();
  }

  /** The supply fails: the chip stops where it is, its port stays. */
  cutPower(): void {
    this.#cancelPowerBack?.();
    this.#powered = false;
    this.#chip.stop();
    this.#kept.save();
  }

  /** The supply is there (again). */
  restorePower(): void {
    this.#cancelPowerBack?.();
    if (this.#powered) return;
    this.#powered = true;
    this.#started = true;
    if (!this.#circuit.held) this.#chip.start();
  }

  /** The supply sags: brownout reset. */
  brownOut(): void {
    this.#chip.brownOut();
  }

  /** Pulls the USB cable, and with it the supply. */
  unplug(): void {
    if (!this.#plugged) return;
    this.#plugged = false;
    this.cutPower();
    this.#circuit.dispose();
    this.#bridge.unplug();
  }

  /** The USB cable is in again: the board starts. */
  plugIn(): void {
    this.#plugged = true;
    this.restorePower();
  }

  /** Resolves when everything that changed is kept. */
  saved(): Promise<void> {
    return this.#kept.saved();
  }

  /** Ends everything it does, without a word on its port. */
  async dispose(): Promise<void> {
    this.#bridge.drop();
    this.#circuit.dispose();
    this.cutPower();
    this.#network.dispose();
    await this.saved();
  }

  /** Lets the fault strike whose byte has come; what waits for this then waits for ever. */
  #received(totalBytes: number): Promise<void> {
    const { fault } = this.#options;
    if (fault === null || fault === this.#firedFault || totalBytes < fault.atBytes) return Promise.resolve();
    this.#firedFault = fault;
    switch (fault.kind) {
      case 'unplug':
        this.unplug();
        break;
      case 'brownout':
        this.brownOut();
        break;
      case 'reset':
        this.pressReset();
        break;
      case 'powerCut':
        this.#loseSupply();
        break;
      default:
        fault.kind satisfies never;
    }
    return new Promise(() => {});
  }

  /** A cut that ends by itself, where the options say so. */
  #loseSupply(): void {
    this.cutPower();
    const { powerBackAfterMs: afterMs } = this.#options;
    if (afterMs !== null) this.#cancelPowerBack = this.#clock.after(afterMs, () => this.restorePower());
  }
}
