import type { ErrorPayload } from '../../errors.ts';
import type { TlsRefused } from '../server-event.ts';
import type { Session } from './session.ts';
import { urlParts } from './url-parts.ts';

/** What `mbedtls_ssl_handshake` returned, without its sign (ssl.h, x509.h, bignum.h, psa/crypto_values.h). */
const MBEDTLS = {
  verifyFailed: 0x2700,
  x509Fatal: 0x3000,
  invalidRecord: 0x7200,
  badProtocolVersion: 0x6e80,
  handshakeFailure: 0x6e00,
  fatalAlert: 0x7780,
  caChainRequired: 0x7680,
  withoutHostname: 0x5d80,
  closed: [0x7280, 0x7880, 0x50, 0x4c, 0x4e],
  /** Of TLS, PSA (mbedTLS 4), X.509, PEM, big numbers, curves, keys, digests and ciphers. */
  outOfMemory: [0x7f00, 0x8d, 0x2880, 0x1180, 0x10, 0x4d80, 0x3f80, 0x5180, 0x6180],
} as const;
/** What the server says of a certificate; where it saw the connection's end alone, it does not know. */
const OF_CERTIFICATE: ReadonlySet<TlsRefused['code']> = new Set<TlsRefused['code']>([
  'tls/unknown-ca',
  'tls/host-mismatch',
  'tls/expired',
  'tls/refused',
  'tls/unsupported-certificate',
]);
/** The alert certificate_unknown. */
const UNKNOWN = 46;

/**
 * Why a handshake failed: the board's number names the kind, the server's own view the reason. Every fault of a
 * certificate is -0x2700 on the board; which one, only the alert tells that the server read.
 */
export function tlsCause(session: Session, code: number): ErrorPayload {
  const refusal = session.notes.tlsRefused;
  const { hostname: host, port } = urlParts(session);
  const because = (cause: ErrorPayload['code']): ErrorPayload => ({ code: cause, params: { host, port } });
  if (isOneOf(MBEDTLS.outOfMemory, code)) return because('ota/out-of-memory');
  switch (code) {
    case MBEDTLS.verifyFailed:
    case MBEDTLS.x509Fatal:
      return because(
        refusal !== null && OF_CERTIFICATE.has(refusal.code)
          ? certificateCause(session, refusal)
          : 'tls/certificate',
      );
    case MBEDTLS.caChainRequired:
      return because('tls/no-ca');
    case MBEDTLS.withoutHostname:
      return because('tls/no-hostname');
    case MBEDTLS.invalidRecord:
      return because('tls/answer-not-tls');
    case MBEDTLS.badProtocolVersion:
    case MBEDTLS.handshakeFailure:
    case MBEDTLS.fatalAlert:
      // The server that turned the hello down knows which of the two was missing.
      return because(refusal?.code === 'tls/no-shared-cipher' ? refusal.code : 'tls/no-shared-protocol');
  }
  if (refusal !== null) return because(refusal.code);
  return because(isOneOf(MBEDTLS.closed, code) ? 'tls/closed' : 'tls/handshake-failed');
}

/** Why the server saw no handshake come about, where the board's log names no reason of its own. */
export function refusalCause(session: Session): ErrorPayload {
  const { hostname: host, port } = urlParts(session);
  const refusal = session.notes.tlsRefused;
  const code = refusal === null ? 'tls/handshake-failed' : certificateCause(session, refusal);
  return { code, params: { host, port } };
}

/**
 * mbedTLS has no alert of its own for a date that is still to come: it sends certificate_unknown, as it does for a
 * signature it does not take. The self-test before the URL ruled that one out, unless it was gone past.
 */
function certificateCause(
  { view }: Session,
  { alert, code }: TlsRefused,
): TlsRefused['code'] | 'tls/not-yet-valid' {
  if (alert !== UNKNOWN) return code;
  const tested = view.url !== null && !view.overridden.includes('self-test');
  return tested ? 'tls/not-yet-valid' : code;
}

function isOneOf(numbers: readonly number[], number: number): boolean {
  return numbers.includes(number);
}
