import type { ErrorPayload } from '../../errors.ts';
import type { DeviceEvent } from '../device/device-event.ts';
import { hasReached } from './advance.ts';
import type { Session } from './session.ts';
import { refusalCause, tlsCause } from './tls-cause.ts';
import { unreachedCause } from './unreached.ts';
import { urlParts } from './url-parts.ts';

const FAILURES: ReadonlySet<DeviceEvent['kind']> = new Set([
  'connectFailed',
  'handshakeFailed',
  'urlInvalid',
  'openFailed',
  'noSlot',
  'otaBeginFailed',
  'shortHeader',
  'writeFailed',
  'readError',
  'incomplete',
  'httpError',
  'imageError',
  'imageCorrupt',
  'otaEndFailed',
  'setBootFailed',
  'fatal',
]);

/** True for lines that say the update will not go on. */
export function isFailure(event: DeviceEvent): boolean {
  return FAILURES.has(event.kind);
}

/**
 * Why an update failed, from both sides. The board's lines decide the kind, the server's word the reason:
 * every certificate failure is -0x2700 on the board, and a 404 page is a "firmware" to the native example.
 */
export function causeOf(session: Session): ErrorPayload {
  const { errors, request } = session.notes;
  const find = <K extends DeviceEvent['kind']>(kind: K) =>
    errors.find(({ event }) => event.kind === kind) as
      | { readonly event: Extract<DeviceEvent, { kind: K }>; readonly line: { readonly text: string } }
      | undefined;

  const turnedAway = turnedAwayCause(session);
  if (turnedAway !== null) return turnedAway;
  const connect = find('connectFailed');
  if (connect !== undefined) return connectionCause(session, connect.event.why);
  const handshake = find('handshakeFailed');
  if (handshake !== undefined) return tlsCause(session, handshake.event.code);
  if (find('urlInvalid') !== undefined) return plain('ota/url-invalid');
  // No handshake came about: what the board then read was no answer of ours.
  if (session.notes.tlsRefused !== null && !hasReached(session, 'tls')) return refusalCause(session);

  const answered = find('httpError')?.event.status ?? request?.status ?? 200;
  if (answered >= 300) return { code: 'http/status', params: { status: answered } };

  const image = find('imageError');
  if (image !== undefined) return imageCause(session, image.event);
  if (find('shortHeader') !== undefined) return plain('image/short-header');

  if (find('writeFailed') !== undefined) return writeCause(session);

  if (find('noSlot') !== undefined) return plain('ota/no-slot');
  const begin = find('otaBeginFailed');
  if (begin !== undefined) return beginCause(begin.event.espErr);
  if (find('readError') !== undefined) return plain('ota/read-error');
  if (find('incomplete') !== undefined) return plain('ota/incomplete');

  const ended = find('otaEndFailed') ?? find('setBootFailed');
  if (ended !== undefined) return endCause(session, ended.event);
  if (find('imageCorrupt') !== undefined)
    return { code: 'image/corrupt', params: { detail: 'ESP_ERR_OTA_VALIDATE_FAILED' } };

  return unexplained(session);
}

/** That the server let the board's connection not in; null where it did. */
export function turnedAwayCause({ notes: { connected, turnedAway } }: Session): ErrorPayload | null {
  if (turnedAway === null || connected) return null;
  return { code: 'host/turned-away', params: { address: turnedAway.peer, reason: turnedAway.reason } };
}

function endCause(
  { view }: Session,
  { kind, espErr }: Extract<DeviceEvent, { kind: 'otaEndFailed' | 'setBootFailed' }>,
): ErrorPayload {
  if (isSecureVersion(espErr))
    return { code: 'ota/secure-version', params: { version: view.image.version ?? '' } };
  const isFlash = kind === 'setBootFailed' && !isInvalid(espErr);
  return { code: isFlash ? 'ota/set-boot-failed' : 'image/corrupt', params: { detail: espErr } };
}

/** By name in the native example, by number in `esp_https_ota`. */
function isSecureVersion(espErr: string): boolean {
  return espErr === 'ESP_ERR_OTA_SMALL_SEC_VER' || espErr === '0x1504';
}

function isInvalid(espErr: string): boolean {
  return espErr === 'ESP_ERR_OTA_VALIDATE_FAILED' || espErr === '0x1503';
}

function unexplained(session: Session): ErrorPayload {
  // A write past the end of the slot has no line of its own in the native example.
  if (isTooLarge(session)) return tooLarge(session);
  // Nor has any other failed write: between the slot's opening and the image's end nothing else ends without a word.
  if (hasReached(session, 'headerAccepted')) return plain('ota/write-failed');
  const said =
    session.notes.errors.find(({ event }) => event.kind !== 'fatal')?.line ?? session.view.boardSaid;
  return { code: 'ota/fatal', params: { detail: said?.text ?? '' } };
}

function writeCause(session: Session): ErrorPayload {
  return isTooLarge(session) ? tooLarge(session) : plain('ota/write-failed');
}

function isTooLarge({ notes, view }: Session): boolean {
  return notes.slotBytes !== null && view.image.sizeBytes > notes.slotBytes;
}

function plain(code: ErrorPayload['code']): ErrorPayload {
  return { code, params: {} };
}

function beginCause(espErr: string): ErrorPayload {
  if (espErr === 'ESP_ERR_OTA_ROLLBACK_INVALID_STATE') return plain('ota/pending-verify');
  // The only slot there is runs.
  if (espErr === 'ESP_ERR_OTA_PARTITION_CONFLICT') return plain('ota/no-slot');
  return { code: 'ota/begin-failed', params: { detail: espErr } };
}

function imageCause(
  session: Session,
  { why, text }: Extract<DeviceEvent, { kind: 'imageError' }>,
): ErrorPayload {
  if (why === 'chip' || why === 'revision') return plain('image/wrong-chip');
  if (why === 'magic') return plain('image/bad-magic');
  if (why === 'size') return tooLarge(session);
  return { code: 'image/corrupt', params: { detail: text } };
}

function tooLarge({ view, notes }: Session): ErrorPayload {
  return {
    code: 'image/too-large',
    params: { sizeBytes: view.image.sizeBytes, slotBytes: notes.slotBytes ?? 0 },
  };
}

function connectionCause(
  session: Session,
  why: Extract<DeviceEvent, { kind: 'connectFailed' }>['why'],
): ErrorPayload {
  const { hostname: host, port } = urlParts(session);
  if (why === 'memory') return plain('ota/out-of-memory');
  if (why === 'timeout') return plain('tls/timeout');
  if (why === 'caUnreadable') return plain('tls/ca-unreadable');
  if (why === 'noCa') return plain('tls/no-ca');
  const unreached = why === 'unreachable' ? unreachedCause(session) : null;
  if (unreached !== null) return unreached;
  const code = { refused: 'net/refused', unreachable: 'net/unreachable', dns: 'net/dns' } as const;
  return { code: code[why], params: { host, port } };
}
