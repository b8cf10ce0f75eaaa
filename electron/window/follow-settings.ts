import { nativeTheme } from 'electron/main';

import type { Settings } from '../../shared/contract/values.ts';
import type { Language } from '../../shared/text/language.ts';
import { createTranslator } from '../../shared/text/translator.ts';
import type { Core } from '../core/core.ts';
import { setMenu } from './menu.ts';

/** The language the window speaks: the settings' own, or the system's. */
export function languageOf(core: Pick<Core, 'states'>, system: Language): Language {
  const settings = core.states().find((push) => push.name === 'settings')?.value as Settings | undefined;
  return settings === undefined || settings.language === 'system' ? system : settings.language;
}

/** Keeps what the system draws (menu, frame, scroll bars) in the language and theme of the settings. */
export function followSettings(core: Pick<Core, 'states' | 'onPush'>, language: Language): void {
  let shown: Language | null = null;
  const apply = (settings: Settings): void => {
    nativeTheme.themeSource = settings.theme === 'contrast' ? 'dark' : settings.theme;
    const wanted = settings.language === 'system' ? language : settings.language;
    if (wanted !== shown) setMenu(createTranslator(wanted));
    shown = wanted;
  };
  const now = core.states().find((push) => push.name === 'settings');
  if (now === undefined) setMenu(createTranslator(language));
  else apply(now.value as Settings);
  core.onPush((push) => {
    if (push.kind === 'state' && push.name === 'settings') apply(push.value as Settings);
  });
}
