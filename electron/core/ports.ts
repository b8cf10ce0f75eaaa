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
  /** Closes without resetting the board. Never throws; a second call does nothing. */
  close(): Promise<void>;
}

export interface SerialListener {
  /** At least one byte, in the order they came; the array is the listener's to keep. */
  onBytes(bytes: Uint8Array): void;
  /** The port is gone (cable, power). Not called after `close`. */
  onClosed(): void;
}

export interface SerialBinding {
  /** Never rejects for a missing system tool: an empty list then. */
  list(): Promise<readonly SerialPortInfo[]>;
  /**
   * Opens without resetting the board.
   * @throws WorkbenchError serial/port-not-found, serial/port-busy, serial/permission-denied,
   *   serial/not-a-port, serial/open-failed
   */
  open(path: string, baudRate: number, listener: SerialListener): Promise<SerialLink>;
}

/** Answers which of this machine's addresses faces another address, by the routing table. */
export interface Routes {
  /** Our IPv4 address towards `address`, or null where there is no route. Sends nothing. */
  facing(address: string): Promise<string | null>;
}

/** What the system still holds of a TCP connection's outgoing bytes, TLS and all. */
export interface SendBuffer {
  /** Since the connection began; what the peer's system has acknowledged. */
  readonly acknowledgedBytes: number;
  /** Handed to the system and not acknowledged. */
  readonly waitingBytes: number;
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

/** SHA-256 of `data` as 32 bytes. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

/** Everything outside the core, handed to it once. */
export interface World {
  readonly clock: Clock;
  /** Real and virtual ports together. */
  readonly binding: SerialBinding;
  readonly routes: Routes;
  /** Null on systems that give no way to them. */
  readonly socketBuffers?: () => Promise<SocketBuffers | null>;
  readonly sha256: Sha256;
  /** Makes a virtual board and gives its path; null for a name of its own. */
  readonly addVirtual: (name: string | null) => Promise<string>;
  /** Switches the supply of the virtual board at a path. @throws WorkbenchError serial/port-not-found */
  readonly powerVirtual: (path: string, on: boolean) => void;
  /** Something happened that its owner should know: a file put aside, and why. */
  readonly onNotice: (subject: string, detail: string) => void;
  /** Something was thrown that is a fault of this program. */
  readonly onBug: (thrown: unknown) => void;
  /** Stops the virtual boards, their flash written. */
  readonly stop: () => Promise<void>;
}
