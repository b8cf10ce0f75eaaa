import type { TextKey, Translator } from '../../text/translator.ts';
import type { Bilingual } from '../bilingual.ts';
import type { Report } from '../report-schema.ts';
import type { Markup } from './markup.ts';
import { both, facts, html } from './markup.ts';
import { durationText } from './quantities.ts';

type Value = Report['parameters'][string];

/** Those that have words; another, of an earlier or later program, stands by its name. */
const WORDED: readonly string[] = [
  'cycles',
  'images',
  'stopAfter',
  'pauseMs',
  'between',
  'resetBetween',
  'boards',
  'concurrency',
  'canary',
  'waveSize',
  'errorPercent',
  'retries',
  'joinLater',
  'plan',
  'steps',
];

/** What a run was asked to do, in words. */
export function parameterFacts(words: Bilingual, parameters: Report['parameters']): Markup {
  return facts(
    Object.entries(parameters).map(([name, value]) => [
      WORDED.includes(name) ? both(words, (t) => t(`report:param_${name}` as TextKey)) : html`${name}`,
      both(words, (t) => valueText(t, name, value)),
    ]),
  );
}

function valueText(t: Translator, name: string, value: Value): string {
  if (value === null) return t('report:none');
  if (typeof value === 'boolean') return t(value ? 'report:yes' : 'report:no');
  if (typeof value === 'number' && name.endsWith('Ms')) return durationText(value);
  return name.endsWith('Percent') ? `${value} %` : String(value);
}
