import { expect, test } from 'vitest';

import { readTlsRefusal } from '../../../electron/core/server/tls-refusal.ts';

/** As `tlsClientError` gave them, Node 20 (OpenSSL 3.0) and Electron 33 (BoringSSL); only addresses were shortened. */
function node(code: string, reason: string, tail = ''): object {
  const message = `801CA4660F7F0000:error:0A000412:SSL routines:ssl3_read_bytes:${reason}:../deps/openssl/openssl/ssl/record/rec_layer_s3.c:1601:${tail}\n`;
  return Object.assign(new Error(message), { code, reason, library: 'SSL routines' });
}
function electron(code: string, reason: string, tail = ''): object {
  const message = `3813931418496:error:10000412:SSL routines:OPENSSL_internal:${reason}:../../third_party/boringssl/src/ssl/tls_record.cc:572:${tail}\n`;
  return Object.assign(new Error(message), { code, reason, library: 'SSL routines' });
}
function system(code: string, message: string): object {
  return Object.assign(new Error(message), { code });
}
const alertTail = (number: number) => `SSL alert number ${number}`;

test.each([
  [
    'Node, 42',
    node('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'sslv3 alert bad certificate', alertTail(42)),
    42,
    'tls/host-mismatch',
  ],
  [
    'Node, 45',
    node('ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'sslv3 alert certificate expired', alertTail(45)),
    45,
    'tls/expired',
  ],
  [
    'Node, 48',
    node('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'tlsv1 alert unknown ca', alertTail(48)),
    48,
    'tls/unknown-ca',
  ],
  [
    'Electron, 42',
    electron('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'SSLV3_ALERT_BAD_CERTIFICATE', alertTail(42)),
    42,
    'tls/host-mismatch',
  ],
  [
    'Electron, 45',
    electron('ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'SSLV3_ALERT_CERTIFICATE_EXPIRED', alertTail(45)),
    45,
    'tls/expired',
  ],
  [
    'Electron, 48',
    electron('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'TLSV1_ALERT_UNKNOWN_CA', alertTail(48)),
    48,
    'tls/unknown-ca',
  ],
  [
    'Electron, 43',
    electron(
      'ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE',
      'SSLV3_ALERT_UNSUPPORTED_CERTIFICATE',
      alertTail(43),
    ),
    43,
    'tls/unsupported-certificate',
  ],
  [
    'Electron, 46',
    electron('ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN', 'SSLV3_ALERT_CERTIFICATE_UNKNOWN', alertTail(46)),
    46,
    'tls/refused',
  ],
  [
    'Electron, 40',
    electron('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'SSLV3_ALERT_HANDSHAKE_FAILURE', alertTail(40)),
    40,
    'tls/no-shared-cipher',
  ],
  [
    'Electron, 70',
    electron('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'TLSV1_ALERT_PROTOCOL_VERSION', alertTail(70)),
    70,
    'tls/no-shared-protocol',
  ],
  [
    'Electron, 0',
    electron('ERR_SSL_SSLV3_ALERT_CLOSE_NOTIFY', 'SSLV3_ALERT_CLOSE_NOTIFY', alertTail(0)),
    0,
    'tls/closed',
  ],
  [
    'newer OpenSSL, 42 by name',
    { code: 'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE', reason: 'ssl/tls alert bad certificate' },
    42,
    'tls/host-mismatch',
  ],
  ['newer OpenSSL, 48 by name', { code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' }, 48, 'tls/unknown-ca'],
  ['newer OpenSSL, 48 in words', { reason: 'tls alert unknown ca' }, 48, 'tls/unknown-ca'],
  ['Electron, TLS 1.3', electron('ERR_SSL_BAD_PACKET_LENGTH', 'BAD_PACKET_LENGTH'), null, 'tls/refused'],
  [
    'Node, TLS 1.1 client',
    node('ERR_SSL_UNSUPPORTED_PROTOCOL', 'unsupported protocol'),
    null,
    'tls/no-shared-protocol',
  ],
  [
    'Electron, TLS 1.1 client',
    electron('ERR_SSL_UNSUPPORTED_PROTOCOL', 'UNSUPPORTED_PROTOCOL'),
    null,
    'tls/no-shared-protocol',
  ],
  [
    'Node, no shared cipher',
    node('ERR_SSL_NO_SHARED_CIPHER', 'no shared cipher'),
    null,
    'tls/no-shared-cipher',
  ],
  [
    'Electron, no shared cipher',
    electron('ERR_SSL_NO_SHARED_CIPHER', 'NO_SHARED_CIPHER'),
    null,
    'tls/no-shared-cipher',
  ],
  ['Node, plain HTTP', node('ERR_SSL_HTTP_REQUEST', 'http request'), null, 'tls/not-tls'],
  ['Electron, plain HTTP', electron('ERR_SSL_HTTP_REQUEST', 'HTTP_REQUEST'), null, 'tls/not-tls'],
  ['Node, garbage', node('ERR_SSL_WRONG_VERSION_NUMBER', 'wrong version number'), null, 'tls/not-tls'],
  [
    'Electron, garbage',
    electron('ERR_SSL_WRONG_VERSION_NUMBER', 'WRONG_VERSION_NUMBER'),
    null,
    'tls/not-tls',
  ],
  ['Node, a broken hello', node('ERR_SSL_LENGTH_TOO_SHORT', 'length too short'), null, 'tls/not-tls'],
  ['Electron, a broken hello', electron('ERR_SSL_DECODE_ERROR', 'DECODE_ERROR'), null, 'tls/not-tls'],
  ['Node, an alert first', node('ERR_SSL_UNEXPECTED_MESSAGE', 'unexpected message'), null, 'tls/not-tls'],
  ['closed', system('ECONNRESET', 'socket hang up'), null, 'tls/closed'],
  ['reset', system('ECONNRESET', 'read ECONNRESET'), null, 'tls/closed'],
  ['timeout', system('ERR_TLS_HANDSHAKE_TIMEOUT', 'TLS handshake timeout'), null, 'tls/timeout'],
  ['an error nobody knows', new Error('something else'), null, 'tls/handshake-failed'],
  ['no error at all', undefined, null, 'tls/handshake-failed'],
])('%s', (_name, error, alert, code) => {
  expect(readTlsRefusal(error)).toEqual({ alert, code });
});
