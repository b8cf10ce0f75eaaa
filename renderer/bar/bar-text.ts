import type { ServerState } from '../../shared/contract/values.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { errorText } from '../../shared/text/translator.ts';

/** The server's lamp, its word, and where it listens. */
export interface ServerText {
  readonly lamp: 'on' | 'off' | 'wait' | 'bad';
  readonly word: string;
  readonly url: string | null;
  readonly title: string;
}

export function serverText(t: Translator, server: ServerState | null): ServerText {
  switch (server?.kind) {
    case 'listening':
      return {
        lamp: 'on',
        word: t('page:serving'),
        url: server.urls[0] ?? `${server.bind}:${server.port}`,
        title: server.urls.join('\n'),
      };
    case 'starting':
      return { lamp: 'wait', word: t('page:serverStarting'), url: null, title: '' };
    case 'stopping':
      return {
        lamp: 'wait',
        word: t('serving:serverStopping'),
        url: null,
        title: t('serving:serverStoppingHint'),
      };
    case 'failed': {
      const { message, hint } = errorText(t, server.error);
      return { lamp: 'bad', word: t('page:serverFailed'), url: null, title: `${message} ${hint}` };
    }
    default:
      return { lamp: 'off', word: t('page:serverOff'), url: null, title: t('page:serverOffHint') };
  }
}

/** First and last bytes of a fingerprint: `5F:0C:91:A7 … 2E:D4`. Takes it with or without colons. */
export function shortFingerprint(fingerprint: string): string {
  const bytes = fingerprint.replaceAll(':', '').toUpperCase().match(/../g) ?? [];
  return bytes.length <= 8
    ? bytes.join(':')
    : `${bytes.slice(0, 4).join(':')} … ${bytes.slice(-2).join(':')}`;
}
