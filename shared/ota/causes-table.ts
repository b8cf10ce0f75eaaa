import type { ErrorCode } from '../errors.ts';

export const CAUSE_AREAS = [
  'network',
  'tls',
  'http',
  'image',
  'flash',
  'version',
  'boot',
  'diagnostics',
  'watch',
  'board',
  'host',
] as const;
export type CauseArea = (typeof CAUSE_AREAS)[number];

/** By what a cause is recognised. Its sentence and its remedy stand in `text/` under its code. */
export interface Cause {
  readonly area: CauseArea;
  /** What the board's lines hold; empty where its silence or its lack of a line is the sign. */
  readonly board: readonly string[];
  /** What the server sees, where that is needed to tell the cause from others that look the same on the board. */
  readonly server?: string;
}

const cause = (area: CauseArea, board: readonly string[], server?: string): Cause =>
  server === undefined ? { area, board } : { area, board, server };

/** mbedTLS's one number for every fault of a certificate. */
const VERIFY = 'mbedtls_ssl_handshake returned -0x2700';

/** Why an update ends other than confirmed, or why the image it confirmed is called unstable afterwards, by code. */
export const CAUSES = {
  'net/refused': cause('network', ['delayed connect error: Connection reset by peer']),
  'net/unreachable': cause('network', ['select() timeout'], 'no connection, in another network'),
  'net/isolated': cause('network', ['select() timeout'], 'no connection, though in one network'),
  'net/firewall': cause('network', ['select() timeout'], 'no connection, and the firewall is shut'),
  'net/dns': cause('network', ["couldn't get hostname for"]),
  'net/no-route': cause('network', [], 'no route to the board'),
  'net/wifi-failed': cause('network', ['WiFi Connect failed']),
  'board/no-address': cause('network', []),
  'board/zero-address': cause('network', ['ip: 0.0.0.0']),
  'board/ipv6-only': cause('network', ['Got IPv6 event']),
  'tls/unknown-ca': cause('tls', [VERIFY], 'alert 48'),
  'tls/host-mismatch': cause('tls', [VERIFY], 'alert 42'),
  'tls/expired': cause('tls', [VERIFY], 'alert 45'),
  'tls/not-yet-valid': cause('tls', [VERIFY], 'alert 46'),
  'tls/certificate': cause('tls', [VERIFY], 'nothing that is this board’s for sure'),
  'tls/refused': cause(
    'tls',
    [VERIFY, 'mbedtls_ssl_handshake returned -0x3000'],
    'alert 44 or 49; 46, where the self-test was gone past',
  ),
  'tls/no-shared-protocol': cause('tls', ['mbedtls_ssl_handshake returned -0x7780'], 'no shared TLS version'),
  'tls/no-shared-cipher': cause('tls', ['mbedtls_ssl_handshake returned -0x7780'], 'no shared cipher'),
  'tls/answer-not-tls': cause('tls', ['mbedtls_ssl_handshake returned -0x7200']),
  'tls/not-tls': cause('tls', ['Error: SSL data read error'], 'plain HTTP on the TLS port'),
  'tls/closed': cause('tls', [
    'mbedtls_ssl_handshake returned -0x7280',
    'mbedtls_ssl_handshake returned -0x0050',
  ]),
  'tls/timeout': cause('tls', ['Failed to open new connection in specified timeout']),
  'tls/ca-unreadable': cause('tls', ['mbedtls_x509_crt_parse']),
  'tls/no-ca': cause('tls', ['No option for server verification is enabled']),
  'ota/out-of-memory': cause('tls', [
    'mbedtls_ssl_handshake returned -0x7F00',
    'mbedtls_ssl_setup returned -0x7F00',
  ]),
  'http/status': cause('http', ['OTA image has invalid magic byte', 'File not found'], 'status 4xx or 5xx'),
  'ota/url-invalid': cause('http', ['Failed to initialise HTTP connection']),
  'ota/read-error': cause('http', ['Error: SSL data read error'], 'closed early'),
  'ota/incomplete': cause('http', ['Error in receiving complete file']),
  'timeout/writing': cause('http', [], 'no byte moves'),
  'image/corrupt': cause('image', ['Checksum failed', 'Image validation failed, image is corrupted']),
  'image/wrong-chip': cause('image', ['mismatch chip ID', 'Mismatch chip id']),
  'image/bad-magic': cause('image', ['OTA image has invalid magic byte'], 'status 200'),
  'image/short-header': cause('image', ['received package is not fit len']),
  'image/too-large': cause('image', ["doesn't fit in partition length", 'Exiting task due to fatal error']),
  'ota/no-slot': cause('flash', ['update_partition != NULL', 'Passive OTA partition']),
  'ota/begin-failed': cause('flash', ['esp_ota_begin failed']),
  'ota/write-failed': cause('flash', ['Error: esp_ota_write failed', 'Exiting task due to fatal error']),
  'ota/set-boot-failed': cause('flash', ['esp_ota_set_boot_partition failed']),
  'ota/pending-verify': cause('flash', ['esp_ota_begin failed (ESP_ERR_OTA_ROLLBACK_INVALID_STATE)']),
  'ota/fatal': cause('flash', ['Exiting task due to fatal error']),
  'ota/same-version': cause('version', ['Current running version is the same as a new']),
  'ota/last-invalid-version': cause('version', ['New version is the same as invalid version']),
  'ota/secure-version': cause('version', ['ESP_ERR_OTA_SMALL_SEC_VER', 'security version is less']),
  'boot/crashed': cause('boot', ['Guru Meditation Error']),
  'boot/watchdog': cause('boot', ['WDT_SYS_RESET']),
  'boot/power-lost': cause('boot', ['BROWN_OUT_RESET']),
  'boot/rolled-back': cause('boot', [
    'Rollback to previously worked partition',
    'Loaded app from partition at offset',
  ]),
  'boot/loop': cause('boot', ['Loaded app from partition at offset']),
  'boot/not-ready': cause('boot', ['SHA-256 for current firmware']),
  'boot/other-image': cause('boot', ['SHA-256 for current firmware']),
  'boot/unproven': cause('boot', ['App version:']),
  'boot/not-served': cause('boot', ['SHA-256 for current firmware'], 'no request of this update'),
  'timeout/newImageRuns': cause('boot', []),
  'boot/diagnostics-failed': cause('diagnostics', ['Diagnostics failed! Start rollback']),
  'watch/crashed': cause('watch', ['Guru Meditation Error', 'abort() was called']),
  'watch/watchdog': cause('watch', ['WDT_SYS_RESET', 'RTCWDT_RTC_RESET']),
  'watch/boot-loop': cause('watch', ['rst:0x']),
  'watch/other-image': cause('watch', ['Loaded app from partition at offset']),
  'board/restarted': cause('board', ['rst:0x1 (POWERON_RESET)']),
  'board/brownout': cause('board', ['Brownout detector was triggered', 'BROWN_OUT_RESET']),
  'board/boot-loop': cause('board', ['rst:0x']),
  'board/silent': cause('board', []),
  'board/garbled': cause('board', ['\uFFFD']),
  'timeout/ready': cause('board', []),
  'host/turned-away': cause('host', [], 'connection refused'),
  'serial/port-gone': cause('host', []),
  'host/server-stopped': cause('host', []),
  'host/slept': cause('host', []),
  'host/ended': cause('host', []),
} as const satisfies Partial<Record<ErrorCode, Cause>>;

export type CauseCode = keyof typeof CAUSES;
