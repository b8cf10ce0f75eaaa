import type { TOptions } from 'i18next';
import { createInstance } from 'i18next';

import type { ErrorPayload } from '../errors.ts';
import { en } from './en/index.ts';
import { errorValues } from './error-values.ts';
import type { Language } from './language.ts';
import { zhCn } from './zh-CN/index.ts';

type Area = keyof typeof en;
/** `area:key`, for example `page:flashOverWifi` or `errors:serial/port-busy.hint`. */
export type TextKey = {
  [A in Area]: {
    [K in keyof (typeof en)[A] & string]: (typeof en)[A][K] extends string
      ? `${A}:${K}`
      : `${A}:${K}.${keyof (typeof en)[A][K] & string}`;
  }[keyof (typeof en)[A] & string];
}[Area];

/** Gives the text of a key in one language, its `{{placeholders}}` filled. */
export type Translator = (key: TextKey, values?: TOptions) => string;

export function createTranslator(language: Language): Translator {
  const i18n = createInstance();
  void i18n.init({
    lng: language,
    fallbackLng: false,
    resources: { en, 'zh-CN': zhCn },
    ns: Object.keys(en),
    initAsync: false,
    // i18next prints an advertisement to stdout otherwise, which belongs to the command's own output.
    showSupportNotice: false,
    interpolation: { escapeValue: false },
  });
  // i18next's own key types need a global declaration; ours are checked by TextKey.
  const lookUp = i18n.t as unknown as (key: string, values: TOptions) => string;
  return (key, values = {}) => lookUp(key, values);
}

/** Sentence and next step of an error in the translator's language. */
export function errorText(t: Translator, error: ErrorPayload): { message: string; hint: string } {
  const values = errorValues((key, params) => t(key as TextKey, params), error);
  return {
    message: t(`errors:${error.code}.message` as TextKey, values),
    hint: t(`errors:${error.code}.hint` as TextKey, values),
  };
}
