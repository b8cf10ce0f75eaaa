import type { TextKey, Translator } from '../text/translator.ts';
import { createTranslator } from '../text/translator.ts';

/** Both languages at once: a report is read by people who speak either. */
export interface Bilingual {
  readonly en: Translator;
  readonly zh: Translator;
}

let made: Bilingual | null = null;

/** Made at the first use, which takes some milliseconds, and kept. */
export function bilingual(): Bilingual {
  made ??= { en: remembering(createTranslator('en')), zh: remembering(createTranslator('zh-CN')) };
  return made;
}

/** A long report says the same words a thousand times; those without values are looked up once. */
function remembering(t: Translator): Translator {
  const known = new Map<TextKey, string>();
  return (key, values) => {
    if (values !== undefined && Object.keys(values).length > 0) return t(key, values);
    const text = known.get(key) ?? t(key);
    known.set(key, text);
    return text;
  };
}
