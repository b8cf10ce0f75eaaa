export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language for a BCP 47 tag of the system ("zh_CN.UTF-8" too): Chinese in any script, else English. */
export function languageFor(tag: string | undefined): Language {
  return /^zh\b|^zh_/i.test(tag ?? '') ? 'zh-CN' : 'en';
}
