import type { ErrorText } from './errors.ts';

/** Why a handshake did not come about, by code: what both sides said of it, joined. */
export const errorsTls = {
  'tls/not-yet-valid': {
    message: 'The board takes the server certificate for not yet valid: its clock is behind.',
    hint: 'Set the board’s clock (SNTP) before the update, or build without MBEDTLS_HAVE_TIME_DATE.',
  },
  'tls/unsupported-certificate': {
    message: 'The board does not take this certificate for a server’s: its usage or its key does not suit.',
    hint: 'Use a certificate with digitalSignature and serverAuth and a key of RSA-2048 or P-256, as this program makes them.',
  },
  'tls/no-shared-cipher': {
    message: 'The board and the server share no cipher suite.',
    hint: 'Enable ECDHE with AES-GCM in the firmware’s mbedTLS settings.',
  },
  'tls/handshake-failed': {
    message: 'The handshake failed, and neither side says why.',
    hint: 'Reset the board and try again; if it fails again, raise the firmware’s log level for esp-tls to DEBUG.',
  },
  'tls/ca-unreadable': {
    message: 'The board cannot read the CA certificate in its own firmware.',
    hint: 'Embed ca_cert.pem with EMBED_TXTFILES, which ends it with a NUL byte, and flash once over USB.',
  },
  'tls/no-ca': {
    message: 'The board’s firmware has nothing to verify a server by.',
    hint: 'Give esp_http_client_config_t a cert_pem or crt_bundle_attach, and flash once over USB.',
  },
  'tls/no-hostname': {
    message: 'The board verifies certificates without a host name, which its mbedTLS refuses.',
    hint: 'Remove skip_cert_common_name_check from the firmware’s client configuration.',
  },
} as const satisfies Readonly<Record<string, ErrorText>>;
