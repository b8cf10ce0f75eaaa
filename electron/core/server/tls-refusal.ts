import type { TlsRefusalCode } from '../../../shared/ota/server-event.ts';

/** Why a handshake ended, as far as the server can tell. */
export interface TlsRefusal {
  /** The alert the other side sent, or null where none could be read. */
  readonly alert: number | null;
  readonly code: TlsRefusalCode;
}

/** Alerts by the names OpenSSL and BoringSSL give them (RFC 8446, 6.2), for messages without the number. */
const ALERTS: Readonly<Record<string, number>> = {
  CLOSE_NOTIFY: 0,
  UNEXPECTED_MESSAGE: 10,
  BAD_RECORD_MAC: 20,
  RECORD_OVERFLOW: 22,
  HANDSHAKE_FAILURE: 40,
  BAD_CERTIFICATE: 42,
  UNSUPPORTED_CERTIFICATE: 43,
  CERTIFICATE_REVOKED: 44,
  CERTIFICATE_EXPIRED: 45,
  CERTIFICATE_UNKNOWN: 46,
  ILLEGAL_PARAMETER: 47,
  UNKNOWN_CA: 48,
  ACCESS_DENIED: 49,
  DECODE_ERROR: 50,
  DECRYPT_ERROR: 51,
  PROTOCOL_VERSION: 70,
  INSUFFICIENT_SECURITY: 71,
  INTERNAL_ERROR: 80,
  INAPPROPRIATE_FALLBACK: 86,
  USER_CANCELLED: 90,
  NO_RENEGOTIATION: 100,
};

/** What mbedTLS means by an alert (`esp-tls` boards): 42 is a wrong host, even where the CA is wrong too. */
const MEANINGS: Readonly<Record<number, TlsRefusalCode>> = {
  0: 'tls/closed',
  40: 'tls/no-shared-cipher',
  42: 'tls/host-mismatch',
  43: 'tls/unsupported-certificate',
  // Revoked, unknown, access denied: mbedTLS has several reasons for each.
  44: 'tls/refused',
  45: 'tls/expired',
  46: 'tls/refused',
  48: 'tls/unknown-ca',
  49: 'tls/refused',
  70: 'tls/no-shared-protocol',
  71: 'tls/no-shared-cipher',
  86: 'tls/no-shared-protocol',
  90: 'tls/closed',
};

/** Our own side's findings, by OpenSSL's and BoringSSL's reason. */
const REASONS: readonly [RegExp, TlsRefusalCode][] = [
  [/^ERR_TLS_HANDSHAKE_TIMEOUT$/, 'tls/timeout'],
  [/^(ECONNRESET|ECONNABORTED|EPIPE|ENOTCONN|ETIMEDOUT)$/, 'tls/closed'],
  [/UNSUPPORTED_PROTOCOL|VERSION_TOO_|UNKNOWN_PROTOCOL|INAPPROPRIATE_FALLBACK/, 'tls/no-shared-protocol'],
  [/NO_SHARED_|NO_SUITABLE_|NO_COMMON_|UNKNOWN_CIPHER_RETURNED/, 'tls/no-shared-cipher'],
  // A refusal under TLS 1.3 that Electron's BoringSSL does not read.
  [/BAD_PACKET_LENGTH/, 'tls/refused'],
  [
    /HTTP_REQUEST|PROXY_REQUEST|WRONG_VERSION_NUMBER|UNEXPECTED_MESSAGE|UNEXPECTED_RECORD|LENGTH_TOO_SHORT|DECODE_ERROR|LENGTH_MISMATCH|PACKET_LENGTH_TOO_LONG|ENCRYPTED_LENGTH_TOO_LONG|BAD_RECORD_TYPE|RECORD_TOO_SMALL|BAD_PROTOCOL_VERSION|PARSE_TLSEXT|BAD_EXTENSION/,
    'tls/not-tls',
  ],
];

/**
 * Reads the error of Node's `tlsClientError`. Electron's BoringSSL and Node's OpenSSL word it differently; under TLS 1.3
 * Electron may only say that a record had a bad length: the reason then stays unknown (`tls/refused`), never guessed.
 */
export function readTlsRefusal(error: unknown): TlsRefusal {
  const text = [textOf(error, 'code'), textOf(error, 'reason'), textOf(error, 'message')];
  const alert = readAlert(text.join(' '));
  if (alert !== null) return refusalOf(alert);
  const code = text[0] ?? '';
  const known = REASONS.find(([pattern]) => pattern.test(code));
  return { alert: null, code: known?.[1] ?? 'tls/handshake-failed' };
}

/** What a board means by an alert. */
export function refusalOf(alert: number): TlsRefusal {
  return { alert, code: MEANINGS[alert] ?? 'tls/handshake-failed' };
}

function readAlert(text: string): number | null {
  const number = /\balert number (\d{1,3})\b/i.exec(text)?.[1];
  if (number !== undefined) return Number(number);
  const name = /(?<![A-Z])ALERT[_ ]([A-Z][A-Z_ ]*[A-Z])/i.exec(text)?.[1]?.toUpperCase().replaceAll(' ', '_');
  if (name === undefined) return null;
  const found = Object.keys(ALERTS).find((known) => name.startsWith(known));
  return found === undefined ? null : (ALERTS[found] ?? null);
}

function textOf(error: unknown, key: 'code' | 'reason' | 'message'): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : '';
}
