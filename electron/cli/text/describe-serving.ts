import type { Translator } from '../../../shared/text/translator.ts';
import type { ServingEvent } from '../serving-events.ts';

/** What the server says of its peers and its end, in words. */
export function describeServing(event: ServingEvent, t: Translator): string {
  switch (event.event) {
    case 'peerRefused':
      return `${event.peer ?? t('serving:unknownPeer')}  ${t('serving:turnedAway')}: ${t(`serving:reason_${event.reason}`)}`;
    case 'stopped': {
      const list = event.cut.map(({ peer, bytes, totalBytes }) =>
        t('serving:cutOne', { peer, bytes, total: totalBytes }),
      );
      return list.length === 0
        ? t('serving:stoppedNothing')
        : t('serving:stoppedCut', { list: list.join(', ') });
    }
    case 'warning':
      return t('serving:warningLine', { message: event.message, hint: event.hint });
  }
}
