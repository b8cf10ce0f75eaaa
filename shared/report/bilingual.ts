import type { Translator } from '../text/translator.ts';
import { createTranslator } from '../text/translator.ts';

/** Both languages at once: a report is read by people who speak either. */
export interface Bilingual {
  readonly en: Translator;
  readonly zh: Translator;
}

let made: Bilingual | null = null;

/** Made at the first use, which takes some milliseconds, and kept. */
export function bilingual(): Bilingual {
  made ??= { en: createTranslator('en'), zh: createTranslator('zh-CN') };
  return made;
}
