import type { Language } from '../../shared/text/language.ts';
import { LANGUAGES, systemLanguage } from '../../shared/text/language.ts';
import type { CliWorld } from './world.ts';

/** What decides how even a usage error is said, so it is looked up before anything is parsed. */
export interface Manner {
  readonly json: boolean;
  readonly language: Language;
}

/** Reads `--json` and `--lang` wherever they stand. An unknown language is told by the parser later. */
export function readManner(argv: readonly string[], world: Pick<CliWorld, 'env' | 'locale'>): Manner {
  const json = argv.includes('--json');
  const at = argv.findLastIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const given = argv[at]?.startsWith('--lang=') ? argv[at]?.slice('--lang='.length) : argv[at + 1];
  const named = at === -1 ? undefined : LANGUAGES.find((known) => known === given);
  return { json, language: named ?? (json ? 'en' : systemLanguage(world.env, world.locale)) };
}
