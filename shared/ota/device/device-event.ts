/** What one log line of a board means for an update. Wording and conditions: ESP-IDF 4.4 to 6.1. */
export type DeviceEvent =
  /** ROM: `rst:0x1 (POWERON_RESET),boot:0x13 (…)`. */
  | { readonly kind: 'reset'; readonly reason: string }
  | { readonly kind: 'downloadMode' }
  /** A line of bytes that are no text: the port's baud rate is not the console's. */
  | { readonly kind: 'garbled' }
  | { readonly kind: 'chip'; readonly name: string }
  | { readonly kind: 'bootloader'; readonly idfVersion: string }
  | { readonly kind: 'chipRevision'; readonly revision: string }
  | { readonly kind: 'efuseBlockRevision'; readonly revision: string }
  /** Secure boot, or signed updates: an image without a signature is refused. */
  | { readonly kind: 'verifiesSignature' }
  | { readonly kind: 'flashSize'; readonly sizeBytes: number }
  | { readonly kind: 'partitionTable' }
  | {
      readonly kind: 'partitionRow';
      readonly label: string;
      readonly type: number;
      readonly subtype: number;
      readonly offset: number;
      readonly sizeBytes: number;
    }
  | { readonly kind: 'loadedApp'; readonly offset: number }
  | { readonly kind: 'projectName'; readonly name: string }
  | { readonly kind: 'appVersion'; readonly version: string }
  | { readonly kind: 'elfSha256'; readonly prefix: string }
  | { readonly kind: 'idfVersion'; readonly version: string }
  | { readonly kind: 'secureVersion'; readonly version: number }
  | { readonly kind: 'appMain'; readonly program: Program }
  | {
      readonly kind: 'digest';
      readonly of: 'partitionTable' | 'bootloader' | 'currentFirmware';
      readonly program: Program;
      readonly sha256: string;
    }
  | { readonly kind: 'diagnosticsStarted' }
  /** `Diagnostics completed successfully`, `App is valid, rollback cancelled`. */
  | { readonly kind: 'appConfirmed' }
  | { readonly kind: 'diagnosticsFailed' }
  /** The state of the running image's otadata entry: `ESP_OTA_IMG_…` without its beginning. */
  | { readonly kind: 'otaState'; readonly state: string }
  /** `Rollback to previously worked partition.`: the app marked itself invalid and restarts. */
  | { readonly kind: 'rollsBack' }
  | { readonly kind: 'mac'; readonly mac: string }
  | { readonly kind: 'address'; readonly ipv4: string }
  | { readonly kind: 'ipv6Address'; readonly ipv6: string }
  /** `wifi: Set ps type: 0` says that its Wi-Fi does not sleep. */
  | { readonly kind: 'powerSave'; readonly on: boolean }
  | { readonly kind: 'wifiFailed' }
  | { readonly kind: 'asksCredentials' }
  | { readonly kind: 'otaTaskStarted'; readonly program: Program }
  | { readonly kind: 'runningPartition'; readonly subtype: number; readonly offset: number }
  /** The board reads a URL from its console after this line. */
  | { readonly kind: 'readyForUrl' }
  | {
      readonly kind: 'connectFailed';
      readonly why: 'refused' | 'unreachable' | 'dns' | 'timeout' | 'memory' | 'caUnreadable' | 'noCa';
    }
  /** `mbedtls_ssl_handshake returned -0x2700`: the number, positive. */
  | { readonly kind: 'handshakeFailed'; readonly code: number }
  | { readonly kind: 'urlInvalid' }
  /** `Failed to open HTTP connection: …`; why, earlier lines say, where there are any. */
  | { readonly kind: 'openFailed'; readonly espErr: string }
  | { readonly kind: 'writingTo'; readonly subtype: number | null; readonly offset: number | null }
  | { readonly kind: 'newVersion'; readonly version: string }
  | { readonly kind: 'runningVersion'; readonly version: string }
  | { readonly kind: 'lastInvalidVersion'; readonly version: string }
  | { readonly kind: 'refused'; readonly why: 'sameVersion' | 'lastInvalidVersion' | 'secureVersion' }
  | { readonly kind: 'waitsForFirmware' }
  /** No slot but the running one: the partition table is not made for updates. */
  | { readonly kind: 'noSlot' }
  | { readonly kind: 'otaBegan' }
  | { readonly kind: 'otaBeginFailed'; readonly espErr: string }
  | { readonly kind: 'written'; readonly bytes: number }
  | { readonly kind: 'totalWritten'; readonly bytes: number }
  | { readonly kind: 'segment'; readonly index: number }
  | { readonly kind: 'shortHeader' }
  /** `esp_ota_write` failed: by number, as `esp_https_ota` prints it. */
  | { readonly kind: 'writeFailed'; readonly espErr: string }
  | { readonly kind: 'readError' }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'httpError'; readonly status: number }
  /** A line of `esp_image`, `boot_comm` or `esp_ota_ops` that says why an image is not accepted. */
  | {
      readonly kind: 'imageError';
      readonly why: 'magic' | 'chip' | 'revision' | 'size' | 'corrupt';
      readonly text: string;
    }
  | { readonly kind: 'imageCorrupt' }
  | { readonly kind: 'otaEndFailed'; readonly espErr: string }
  | { readonly kind: 'setBootFailed'; readonly espErr: string }
  /** `Exiting task due to fatal error...` and what the other examples say in its place. */
  | { readonly kind: 'fatal' }
  | { readonly kind: 'restarting' }
  | { readonly kind: 'panic'; readonly text: string };

/** The ESP-IDF example whose lines a log shows. */
export type Program = 'native' | 'simple' | 'advanced';
