import type { PartitionEntry } from '../../shared/esp/partition-table.ts';
import { TWO_OTA } from '../../shared/esp/standard-tables.ts';
import type { ChipTarget } from './firmware/chip-model.ts';
import type { IdfRelease } from './idf-release.ts';

/** What a freshly written image does when it starts; once it is confirmed it behaves. */
export type NewImageBehaviour =
  | 'ok'
  /** GPIO 4 is held low: `Diagnostics failed!`, rollback. */
  | 'diagnosticsFail'
  /** Panics before `app_main` prints anything. */
  | 'crashEarly'
  /** Panics after its SHA-256 lines, before its diagnostics decide. */
  | 'crash'
  /** Says nothing more after its SHA-256 lines. */
  | 'hang'
  /** Works, but has no diagnostics and never marks itself valid. */
  | 'neverConfirms'
  /** Judges itself by a rule of its own and goes back, with ESP-IDF's line for it alone. */
  | 'rollsBack'
  /** Marks itself valid without a word, then panics at every start. */
  | 'loop'
  /** Finds no access point, as `network` 'noAccessPoint'. */
  | 'noAccessPoint'
  /** Prints nothing at all. */
  | 'silent'
  /** Hangs at its start until a watchdog resets it. */
  | 'watchdog'
  /** Goes back to power-on when it starts: its supply sags. */
  | 'brownout';

/** What an image in an OTA slot does once, some time after it was confirmed; `restarts` does it at every start. */
export type ConfirmedBehaviour =
  | 'ok'
  /** Panics. */
  | 'crash'
  /** Hangs with interrupts held off until a watchdog resets it. */
  | 'watchdog'
  /** Calls `esp_restart()`, at every start. */
  | 'restarts'
  /** Erases otadata, as a factory reset does, and restarts: into the factory app. */
  | 'factoryReset';

/** Things that go wrong while an image is received or written. Each happens once, at the number of body bytes. */
export interface DownloadFault {
  readonly kind: 'powerCut' | 'brownout' | 'unplug' | 'reset';
  readonly atBytes: number;
}

/** How a virtual board is built, configured and treated. Firmware settings count from its next start. */
export interface VirtualBoardOptions {
  readonly program: 'native' | 'simple' | 'advanced';
  readonly idf: IdfRelease;
  /** CONFIG_LOG_COLORS; null: as the release has it by default. */
  readonly colours: boolean | null;
  readonly chip: ChipTarget;
  /** major*100+minor */
  readonly chipRevision: number;
  /** major*100+minor; the ESP32 has none. */
  readonly efuseBlockRevision: number;
  /** What the factory image says of itself; used when the flash is made. */
  readonly factory: {
    readonly projectName: string;
    readonly version: string;
    readonly sizeBytes: number;
    readonly secureVersion: number;
    /** PEM text of the CA that it is built with; without one, `caPem` below. */
    readonly caPem?: string;
  };
  /** Its partition table; used when the flash is made. The app is flashed to `factory`, or to the first slot. */
  readonly table: readonly PartitionEntry[];
  /** CONFIG_BOOTLOADER_APP_ANTI_ROLLBACK, and what its eFuses demand at first; null: off. */
  readonly secureVersion: number | null;
  /** CONFIG_SECURE_BOOT_V2_ENABLED with RSA: images not signed by `signImage` are refused. */
  readonly secureBoot: boolean;
  /** CONFIG_BOOTLOADER_APP_ROLLBACK_ENABLE; null: on, but for the simple example, which cannot confirm itself. */
  readonly rollback: boolean | null;
  /** CONFIG_EXAMPLE_SKIP_VERSION_CHECK */
  readonly skipVersionCheck: boolean;
  /** CONFIG_EXAMPLE_SKIP_COMMON_NAME_CHECK */
  readonly skipCommonNameCheck: boolean;
  /** CONFIG_EXAMPLE_FIRMWARE_UPG_URL; FROM_STDIN reads it from the console. */
  readonly firmwareUrl: string;
  /** FROM_STDIN was chosen once, then the URL changed: the program aborts. */
  readonly staleConfiguration: boolean;
  /** CONFIG_EXAMPLE_OTA_RECV_TIMEOUT, in real time. */
  readonly recvTimeoutMs: number;
  /** The article's program has 5000 and prints "5 sec" whatever it is. */
  readonly diagnosticsMs: number;
  /** Whether `Written image length` is printed at each chunk. */
  readonly writtenLines: boolean;
  /** Whether the program prints its DNS server. */
  readonly dnsLine: boolean;
  /** CONFIG_EXAMPLE_CONNECT_IPV6 */
  readonly ipv6: boolean;
  /** CONFIG_EXAMPLE_WIFI_SSID_PWD_FROM_STDIN */
  readonly wifiFromStdin: boolean;
  /** The network there is; null: one of any name that takes any password. */
  readonly accessPoint: { readonly ssid: string; readonly password: string } | null;
  readonly network:
    | 'ok'
    | 'noAccessPoint'
    | 'noAddress'
    /** DHCP gives nothing; the program goes on with its IPv6 address alone. */
    | 'ipv6Only'
    /** The program goes on with 0.0.0.0. */
    | 'zeroAddress'
    /** The access point keeps its clients apart: an address, and nothing that is sent arrives. */
    | 'isolated'
    /** Full packets are lost on the way (its path's MTU): connections stand, and no certificate arrives. */
    | 'smallPackets'
    /** Something on the way looks into each connection, and resets it at the server's first bytes. */
    | 'inspected';
  /** IPv4 address to print, and to dial from where it is this machine's; null: one of 127.0.0.0/8 of its own. */
  readonly address: string | null;
  /** Null: unlimited. */
  readonly wifiBytesPerSecond: number | null;
  /** CONFIG_EXAMPLE_HTTP_REQUEST_SIZE of the advanced example: fetched in parts; null: in one. */
  readonly partialDownloadBytes: number | null;
  /** CONFIG_EXAMPLE_ENABLE_OTA_RESUMPTION of the advanced example, from ESP-IDF 5.5 on. */
  readonly otaResumption: boolean;
  /** The CA that the firmware trusts, PEM; null: the one its image carries, else the bench's. */
  readonly caPem: string | null;
  /**
   * What vouches for the server. `embedded`: the CA above; `bundle`: CONFIG_EXAMPLE_USE_CERT_BUNDLE, Mozilla's roots;
   * `pinned`: a verify callback of the program's own that knows another certificate.
   */
  readonly trust: 'embedded' | 'bundle' | 'pinned';
  /** False: its esp_http_client is given no CA, no bundle and no global store. */
  readonly verifiesServer: boolean;
  /** CONFIG_ESP_HTTPS_OTA_ALLOW_HTTP: esp_https_ota begins without a CA. */
  readonly allowHttp: boolean;
  /**
   * Whether the name and password of its URL are sent. `always`: `.auth_type = HTTP_AUTH_TYPE_BASIC` in the program;
   * `onRequest`: CONFIG_ESP_HTTP_CLIENT_ENABLE_BASIC_AUTH, which the native example does nothing with.
   */
  readonly basicAuth: 'never' | 'onRequest' | 'always';
  /** Which names of a certificate count; null: as the release's mbedTLS. */
  readonly hostRule: 'mbedtls-3.4' | 'mbedtls-3.5' | null;
  /** CONFIG_MBEDTLS_HAVE_TIME_DATE with a clock that is set. */
  readonly checkDates: boolean;
  /** What its clock says, in milliseconds since the epoch (0: never set); null: the right time. */
  readonly clockMs: number | null;
  /**
   * What its mbedTLS was built with. `tls13`: CONFIG_MBEDTLS_SSL_PROTO_TLS1_3 besides 1.2; `oldProtocol`: TLS 1.1 at
   * most; `oldCiphers`: CBC suites with SHA-1 alone.
   */
  readonly tls: 'default' | 'tls13' | 'oldProtocol' | 'oldCiphers';
  /** Where its heap runs out: before TLS is set up, in the handshake, or in `esp_ota_begin`. */
  readonly heap: 'ample' | 'noTlsSetup' | 'noHandshake' | 'noOtaHandle';
  /** esp_http_client up to ESP-IDF 4.1 returns 0 for a broken connection and leaves `errno`. */
  readonly readErrors: 'returned' | 'errno';
  /** Writes to these sectors fail. */
  readonly worn: 'otadata' | 'slots' | null;
  readonly newImage: NewImageBehaviour;
  readonly confirmedImage: ConfirmedBehaviour;
  readonly fault: DownloadFault | null;
  /** Power returns by itself after a cut; null: when told. */
  readonly powerBackAfterMs: number | null;
  readonly console: 'normal' | 'silent' | 'garbage';
  /** CONFIG_ESP_CONSOLE_UART_BAUDRATE: a port opened at another rate sees garbage. */
  readonly consoleBaud: number;
  /** Whether text leaves at the console's rate, and printing takes that time. */
  readonly baudPacing: boolean;
  /** Real time per board time for the board's own waits: 0.05 makes them twenty times as fast. */
  readonly timeScale: number;
  /** False: like a pty, without DTR and RTS. */
  readonly modemLines: boolean;
}

/** The article's board: ESP-IDF 5.3, rollback on, URL from the console, about 1 MB/s over Wi-Fi. */
export const DEFAULT_OPTIONS: VirtualBoardOptions = {
  program: 'native',
  idf: '5.3',
  colours: null,
  chip: 'esp32',
  chipRevision: 301,
  efuseBlockRevision: 103,
  factory: { projectName: 'native_ota_example', version: '1.0.0', sizeBytes: 0x38000, secureVersion: 0 },
  table: TWO_OTA,
  secureVersion: null,
  secureBoot: false,
  rollback: null,
  skipVersionCheck: false,
  skipCommonNameCheck: false,
  firmwareUrl: 'FROM_STDIN',
  staleConfiguration: false,
  recvTimeoutMs: 5000,
  diagnosticsMs: 5000,
  writtenLines: true,
  dnsLine: true,
  ipv6: true,
  wifiFromStdin: false,
  accessPoint: null,
  network: 'ok',
  address: null,
  wifiBytesPerSecond: 1_000_000,
  partialDownloadBytes: null,
  otaResumption: false,
  caPem: null,
  trust: 'embedded',
  verifiesServer: true,
  allowHttp: false,
  basicAuth: 'never',
  hostRule: null,
  checkDates: false,
  clockMs: null,
  tls: 'default',
  heap: 'ample',
  readErrors: 'returned',
  worn: null,
  newImage: 'ok',
  confirmedImage: 'ok',
  fault: null,
  powerBackAfterMs: 1000,
  console: 'normal',
  consoleBaud: 115_200,
  baudPacing: false,
  timeScale: 1,
  modemLines: true,
};
