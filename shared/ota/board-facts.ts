/** What a board has said of itself since this port was opened. All of it is read from its log. */
export interface BoardFacts {
  /** esptool's chip name, from the ROM or bootloader lines. */
  readonly chip: string | null;
  /** "v3.1" as the bootloader prints it. */
  readonly chipRevision: string | null;
  /** "v1.3", from bootloaders of 5.x on chips other than the ESP32. */
  readonly efuseBlockRevision: string | null;
  /** True once it was seen to verify a signature; whether it never would is not to be seen. */
  readonly demandsSignature: true | null;
  /** Whether its Wi-Fi sleeps between beacons; left out or null where it has not said. */
  readonly powerSave?: boolean | null;
  readonly mac: string | null;
  readonly ipv4: string | null;
  /** The last that it told; updates go over IPv4. */
  readonly ipv6: string | null;
  readonly partitions: readonly PartitionRow[];
  /** Label of the partition that runs: `factory`, `ota_0`, …, read from the boot or app lines. */
  readonly runningPartition: string | null;
  readonly projectName: string | null;
  readonly version: string | null;
  readonly idfVersion: string | null;
  /** The prefix of the ELF file's SHA-256 that the boot log prints. */
  readonly elfSha256Prefix: string | null;
  /** What a line of this start named of the running image's entry in otadata, `PENDING_VERIFY`; few boards print it. */
  readonly otaState?: string | null;
  readonly digests: PartitionDigests;
  /** The OTA program its log shows. */
  readonly program: 'native' | 'simple' | 'advanced' | null;
  /** True from its ready line until a URL is sent, it fails, or it restarts. */
  readonly ready: boolean;
  /** True after a fatal error or a refusal: the program does nothing more until the board is reset. */
  readonly stopped: boolean;
  /** The new image runs and has not confirmed itself: its diagnostics run, or have failed. */
  readonly pendingVerify: boolean;
  /** It was seen to confirm itself since it started. One that did so at an earlier start says nothing of it. */
  readonly confirmed: boolean;
  /** Version of the last image that failed here, known from refusals and rollbacks that were seen. */
  readonly lastInvalidVersion: string | null;
  /** What its eFuses demand of an image; the line of an app that confirmed itself says the same. */
  readonly secureVersion: number | null;
  /** Size of the flash chip, from the bootloader's line. */
  readonly flashSizeBytes: number | null;
  /** Lines that were no text since the last boot that was read. */
  readonly garbledLines: number;
  /** Boots seen since the port was opened. */
  readonly boots: number;
  /** Last `rst:` cause, for example `POWERON_RESET`. */
  readonly resetReason: string | null;
}

export interface PartitionRow {
  readonly label: string;
  readonly type: number;
  readonly subtype: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** The three SHA-256 lines of the native example (two of them in the others). */
export interface PartitionDigests {
  readonly partitionTable: string | null;
  readonly bootloader: string | null;
  readonly currentFirmware: string | null;
}

export const NO_FACTS: BoardFacts = {
  chip: null,
  chipRevision: null,
  efuseBlockRevision: null,
  demandsSignature: null,
  mac: null,
  ipv4: null,
  ipv6: null,
  partitions: [],
  runningPartition: null,
  projectName: null,
  version: null,
  idfVersion: null,
  elfSha256Prefix: null,
  digests: { partitionTable: null, bootloader: null, currentFirmware: null },
  program: null,
  ready: false,
  stopped: false,
  pendingVerify: false,
  confirmed: false,
  lastInvalidVersion: null,
  secureVersion: null,
  flashSizeBytes: null,
  garbledLines: 0,
  boots: 0,
  resetReason: null,
};
