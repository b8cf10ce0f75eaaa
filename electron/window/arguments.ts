import type { Language } from '../../shared/text/language.ts';
import { LANGUAGES } from '../../shared/text/language.ts';

/** What the window takes from its command line; Chromium's own switches stand beside them. */
export interface WindowArguments {
  readonly dataDir: string | null;
  readonly language: Language | null;
}

/** Both `--name value` and `--name=value`; whatever else there is belongs to Chromium. */
export function parseArguments(argv: readonly string[]): WindowArguments {
  const language = optionValue(argv, '--lang');
  return {
    dataDir: optionValue(argv, '--data-dir'),
    language: LANGUAGES.find((known) => known === language) ?? null,
  };
}

function optionValue(argv: readonly string[], name: string): string | null {
  const at = argv.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  const found = argv[at];
  if (found === undefined) return null;
  return found === name ? (argv[at + 1] ?? null) : found.slice(name.length + 1);
}
