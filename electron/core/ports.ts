import type { AddressKind, FirewallState } from '../../shared/contract/network-values.ts';
import type { InputLines } from '../../shared/contract/serial-values.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import type { ElfFile } from '../../shared/esp/elf/elf-file.ts';
import type { DecodedAddress } from '../../shared/esp/elf/source-place.ts';
import type { BoardProfile } from '../../shared/faults/board-profile.ts';
import type { FaultName, ResolvedParams } from '../../shared/faults/fault.ts';

/** What the core needs from the world. Adapters and the virtual board implement these; tests may too. */

export type Cancel = () => void;

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
  /** Calls `action` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, action: () => void): Cancel;
}

/** One serial port as the system lists it. Unknown values are null. */
export interface SerialPortInfo {
  /** What `open` takes: `/dev/ttyUSB0`, `COM3`, `virtual:NAME`. */
  readonly path: string;
  /** For people: "CP2102 USB to UART Bridge Controller". */
  readonly label: string;
  /** USB ids, four lower-case hex digits. */
  readonly vendorId: string | null;
  readonly productId: string | null;
  readonly serialNumber: string | null;
  /** USB location, as the system names it. */
  readonly location: string | null;
  readonly virtual: boolean;
}

/** `true` asserts a line: the pin is pulled low (see esptool's reset.py). */
export interface ModemLines {
  readonly dtr: boolean;
  readonly rts: boolean;
}

/** An open port. After `close` or `onClosed` nothing more arrives. */
export interface SerialLink {
  /** False for a pty and other terminals without DTR and RTS. */
  readonly hasModemLines: boolean;
  /** @throws WorkbenchError serial/write-failed after a deadline, serial/port-gone */
  write(bytes: Uint8Array): Promise<void>;
  /** @throws WorkbenchError serial/no-modem-lines, serial/port-gone */
  setLines(lines: ModemLines): Promise<void>;
  /** What the adapter reads on its inputs. @throws WorkbenchError serial/no-modem-lines, serial/port-gone */
  readInputs?(): Promise<InputLines>;
  /** Changes the rate of the open port. @throws WorkbenchError serial/open-failed, serial/port-gone */
  setBaudRate?(baudRate: number): Promise<void>;
  /** Closes without resetting the board. Never throws; a second call does nothing. */
  close(): Promise<void>;
}

export interface SerialListener {
  /** At least one byte, in the order they came; the array is the listener's to keep. */
  onBytes(bytes: Uint8Array): void;
  /** The port is gone (cable, power). Not called after `close`. */
  onClosed(): void;
}

export interface OpenOptions {
  /** Hardware flow control: RTS belongs to the system then, and the link has no modem lines. */
  readonly rtscts: boolean;
}

export interface SerialBinding {
  /** Never rejects for a missing system tool: an empty list then. */
  list(): Promise<readonly SerialPortInfo[]>;
  /**
   * Opens without resetting the board.
   * @throws WorkbenchError serial/port-not-found, serial/port-busy, serial/permission-denied,
   *   serial/not-a-port, serial/open-failed
   */
  open(path: string, baudRate: number, listener: SerialListener, options?: OpenOptions): Promise<SerialLink>;
  /** Calls `onChange` soon after ports came or went. Null where the system does not tell: then list at intervals. */
  watch?(onChange: () => void): Cancel | null;
  /** Boards that are plugged in and give no port, and why. Never rejects. */
  problems?(): Promise<readonly ErrorPayload[]>;
}

/** Answers which of this machine's addresses faces another address, by the routing table. */
export interface Routes {
  /** Our IPv4 address towards `address`, or null where there is no route. Sends nothing. */
  facing(address: string): Promise<string | null>;
}

/** One IPv4 address of this machine. */
export interface OwnAddress {
  readonly address: string;
  /** As the system calls it: `eth0`, `Wi-Fi`. */
  readonly interfaceName: string;
  readonly netmask: string;
  /** True for 127.0.0.1 and its like. */
  readonly loopback: boolean;
}

/** What an interface is; `label` is what people call it, where that differs from its name. */
export interface InterfaceFacts {
  readonly kind: AddressKind;
  readonly label: string | null;
}

/** The interfaces of this machine. */
export interface Interfaces {
  /** By name, every one that was asked for; never rejects, and takes 2 s at most. */
  describe(names: readonly string[]): Promise<ReadonlyMap<string, InterfaceFacts>>;
}

/** The firewall of this machine. */
export interface Firewall {
  /** What the system tells about boards that come in at this TCP port; never rejects, and takes 5 s at most. */
  look(port: number): Promise<FirewallState>;
}

/** What a toolchain's `addr2line` told. */
export interface ToolDecoding {
  /** Its name: `xtensa-esp-elf-addr2line`. */
  readonly tool: string;
  /** One for each that was asked for, in their order. */
  readonly decoded: readonly DecodedAddress[];
}

/** The `addr2line` of a toolchain that is installed here. */
export interface AddressTool {
  /** Null where there is none, it fails or makes no sense; never rejects, and takes 5 s at most. */
  decode(
    elfFile: string,
    machine: ElfFile['machine'],
    addresses: readonly number[],
  ): Promise<ToolDecoding | null>;
}

/** What the system still holds of a TCP connection's outgoing bytes, TLS and all. */
export interface SendBuffer {
  /** Since the connection began; what the peer's system has acknowledged. Null where the system does not count it. */
  readonly acknowledgedBytes: number | null;
  /** Handed to the system and not acknowledged. */
  readonly waitingBytes: number;
  /** What the peer last said that it takes in ahead of its reader; null where the system does not tell. */
  readonly peerWindowBytes: number | null;
}

/** The system's buffers of TCP connections, where it gives a way to them. Sockets are named by their descriptors. */
export interface SocketBuffers {
  /** Bounds what the system takes off our hands ahead of the peer; keeps memory small and figures close. */
  limitSend(descriptor: number, bytes: number): void;
  /** Bounds what the system takes in ahead of the reader, as the small window of a board does. */
  limitReceive(descriptor: number, bytes: number): void;
  /** Null where it cannot be read. */
  readSend(descriptor: number): SendBuffer | null;
}

/** Faults that a virtual board makes itself, and how it is built. Boards are named by their paths. */
export interface VirtualFaults {
  /** Null for a board that is none of these. */
  profile(path: string): BoardProfile | null;
  /** The board does this in its next update; the returned function ends that. @throws WorkbenchError serial/port-not-found */
  arm(path: string, name: FaultName, params: ResolvedParams): Cancel;
}

/** SHA-256 of `data` as 32 bytes. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

/** Everything outside the core, handed to it once. */
export interface World {
  readonly clock: Clock;
  /** Real and virtual ports together. */
  readonly binding: SerialBinding;
  readonly routes: Routes;
  /** This machine's addresses; the system's where left out. */
  readonly ownAddresses?: () => readonly OwnAddress[];
  /** What its interfaces are; left out, their names tell. */
  readonly interfaces?: Interfaces;
  /** Left out, nothing is said of a firewall. */
  readonly firewall?: Firewall;
  /** Left out, addresses are decoded by our own reader alone. */
  readonly addressTool?: AddressTool;
  /** Null on systems that give no way to them. */
  readonly socketBuffers?: () => Promise<SocketBuffers | null>;
  /** Keeps what new objects take from growing, for as long as it is on: memory counts more than time then. */
  readonly holdMemory?: (on: boolean) => void;
  /** Calls the listener soon after this machine woke from a sleep. */
  readonly watchHostSleep?: (onSlept: (seconds: number) => void) => Cancel;
  /** Keeps this machine awake until the returned function is called. */
  readonly keepAwake?: () => Cancel;
  readonly sha256: Sha256;
  /** Makes a virtual board and gives its path; null for a name of its own. */
  readonly addVirtual: (name: string | null) => Promise<string>;
  /** Null where there are no virtual boards. */
  readonly virtualFaults?: VirtualFaults;
  /** Switches the supply of the virtual board at a path. @throws WorkbenchError serial/port-not-found */
  readonly powerVirtual: (path: string, on: boolean) => void;
  /** Something happened that its owner should know: a file put aside, and why. */
  readonly onNotice: (subject: string, detail: string) => void;
  /** Something was thrown that is a fault of this program. */
  readonly onBug: (thrown: unknown) => void;
  /** Stops the virtual boards, their flash written. */
  readonly stop: () => Promise<void>;
}
