import type { RequestState } from '../../shared/contract/values.ts';
import type { RefusalReason } from '../../shared/ota/server-event.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { durationText, exactBytes, percentBelow100, sizeText } from '../text/format.ts';

/** TLS alerts a board sends in a refused handshake (RFC 8446, section 6). */
const ALERTS: Readonly<Record<number, string>> = {
  40: 'handshake_failure',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  48: 'unknown_ca',
  51: 'decrypt_error',
  70: 'protocol_version',
  80: 'internal_error',
};

/** One line of the server's last requests. */
export interface RequestText {
  readonly status: string;
  readonly detail: string;
  readonly tone: 'plain' | 'err' | 'warn' | 'accent';
}

export function requestText(t: Translator, request: RequestState): RequestText {
  const { outcome, status, bytes, totalBytes } = request;
  const code = status === null ? '–' : String(status);
  switch (outcome) {
    case 'tlsRefused':
      return { status: 'TLS', detail: refusal(request), tone: 'err' };
    case 'refused':
      return { status: '×', detail: t(`serving:reason_${reasonOf(request)}`), tone: 'warn' };
    case 'running':
      return { status: code, detail: running(t, request), tone: 'accent' };
    case 'complete': {
      const tone = status !== null && status >= 400 ? 'warn' : 'plain';
      return { status: code, detail: `${exactBytes(bytes)} · ${durationText(request.durationMs)}`, tone };
    }
    case 'closedEarly':
      return { status: code, detail: t('page:closedEarly', { size: sizeText(bytes) }), tone: 'warn' };
    case 'stalled':
      return { status: code, detail: t('page:stalled', { size: sizeText(bytes) }), tone: 'warn' };
    default:
      return { status: code, detail: `${bytes} / ${totalBytes}`, tone: 'plain' };
  }
}

/** Why a connection was turned away; the code of its row is `refused/<reason>`. */
function reasonOf({ code }: RequestState): RefusalReason {
  return (code ?? '').replace('refused/', '') as RefusalReason;
}

function running(t: Translator, { bytes, bytesAre, totalBytes }: RequestState): string {
  return bytesAre === 'delivered'
    ? t('page:percentDelivered', { percent: percentBelow100(bytes, totalBytes) })
    : t('page:sizeHanded', { size: sizeText(bytes, 0) });
}

function refusal({ alert, code }: RequestState): string {
  if (alert !== null) return `alert ${alert} ${ALERTS[alert] ?? ''}`.trim();
  return (code ?? '').replace(/^tls\//, '');
}
