import type { LineRule } from './line-rule.ts';

/** `example_connect`, `example_common`, `ethernet_connect`, `esp_netif_handlers` (protocol_examples_common). */
export const ADDRESS_LINES: readonly LineRule[] = [
  [/^\S.*? ip: (\d+\.\d+\.\d+\.\d+), mask:/, (m) => ({ kind: 'address', ipv4: m[1] ?? '' })],
  [/IPv4 address: (\d+\.\d+\.\d+\.\d+)(?!\d)/, (m) => ({ kind: 'address', ipv4: m[1] ?? '' })],
  [
    /^Got IPv4 event: Interface ".*" address: (\d+\.\d+\.\d+\.\d+)/,
    (m) => ({ kind: 'address', ipv4: m[1] ?? '' }),
  ],
  [
    /^Got IPv6 event: Interface ".*" address: ([0-9a-f:]+)/i,
    (m) => ({ kind: 'ipv6Address', ipv6: m[1] ?? '' }),
  ],
  [/IPv6 address: ([0-9a-f:]{3,39})/i, (m) => ({ kind: 'ipv6Address', ipv6: m[1] ?? '' })],
  [/^Please input ssid password/, () => ({ kind: 'asksCredentials' })],
  [/^WiFi (?:Connect|connect) failed/, () => ({ kind: 'wifiFailed' })],
];

/** The Wi-Fi driver's own lines, which have no space after the colon. */
export const WIFI_LINES: readonly LineRule[] = [
  [
    /^mode : sta \(([0-9a-f]{2}(?::[0-9a-f]{2}){5})\)/i,
    (m) => ({ kind: 'mac', mac: (m[1] ?? '').toLowerCase() }),
  ],
  [/^Set ps type: (\d+)/, (m) => ({ kind: 'powerSave', on: m[1] !== '0' })],
];

/** `esp-tls`, `esp-tls-mbedtls`, `HTTP_CLIENT`, `transport_base`: why a connection failed. */
export const CONNECTION_LINES: readonly LineRule[] = [
  [
    /mbedtls_ssl_handshake returned -0x([0-9a-f]+)/i,
    (m) => ({ kind: 'handshakeFailed', code: Number.parseInt(m[1] ?? '', 16) }),
  ],
  // An allocation fails: of TLS, or of PSA from mbedTLS 4 on.
  [
    /mbedtls_ssl_(?:setup|config_defaults|set_hostname) returned -0x(?:7F00|0*8D)\b/i,
    () => ({ kind: 'connectFailed', why: 'memory' }),
  ],
  [
    /mbedtls_x509_crt_parse (?:of CA cert )?returned -0x/i,
    () => ({ kind: 'connectFailed', why: 'caUnreadable' }),
  ],
  [
    /^No (?:option for server verification is enabled|server verification option set)/,
    () => ({ kind: 'connectFailed', why: 'noCa' }),
  ],
  [/couldn't get hostname for/, () => ({ kind: 'connectFailed', why: 'dns' })],
  // lwIP maps the RST of a closed port to ECONNRESET, so "refused" is never printed.
  [
    /delayed connect error: (?:Connection reset by peer|Connection refused)/,
    () => ({ kind: 'connectFailed', why: 'refused' }),
  ],
  [/delayed connect error: |select\(\) timeout/, () => ({ kind: 'connectFailed', why: 'unreachable' })],
  [/Failed to open new connection in specified timeout/, () => ({ kind: 'connectFailed', why: 'timeout' })],
  [/^Error parse url /, () => ({ kind: 'urlInvalid' })],
];
