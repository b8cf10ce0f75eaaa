import { localTime } from '../../../shared/log/line-text.ts';
import type { Translator } from '../../../shared/text/translator.ts';
import type { LogCliEvent } from '../log-events.ts';

/** What happened in a saved log, and what it holds, in words. */
export function describeSavedLog(event: LogCliEvent, t: Translator): string {
  switch (event.event) {
    case 'story': {
      const at = event.at === null ? '' : `${localTime(Date.parse(event.at))}  `;
      const line = t('page:storyGoTo', { line: String(event.line) });
      return `${at}${t(`page:story_${event.kind}`, event.details as never)}  (${line})`;
    }
    case 'log': {
      const { E, W } = event.byLevel;
      return t('cli:logSummary', { file: event.file, lines: event.lines, errors: E, warnings: W });
    }
    case 'logSaved':
      return t('cli:logSaved', { file: event.file, lines: event.lines });
    default:
      return event satisfies never;
  }
}
