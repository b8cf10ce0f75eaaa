export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language for a BCP 47 tag of the system ("zh_CN.UTF-8" too): Chinese in any script, else English. */
export function languageFor(tag: string | undefined): Language {
  return /^zh\b|^zh_/i.test(tag ?? '') ? 'zh-CN' : 'en';
}

/**
 * The system's language: the POSIX variables in their order of rank where they are set, else the locale that
 * the runtime was given.
 */
export function systemLanguage(
  env: Readonly<Record<string, string | undefined>>,
  locale: string | undefined,
): Language {
  const posix = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value !== undefined && value !== '');
  return languageFor(posix ?? locale);
}
