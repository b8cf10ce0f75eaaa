import type { ReactNode } from 'react';
import { createContext, useContext, useLayoutEffect, useMemo } from 'react';

import type { Language } from '../../shared/text/language.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { createTranslator } from '../../shared/text/translator.ts';
import { useStateOf } from '../client/context.tsx';

interface Text {
  readonly t: Translator;
  readonly language: Language;
}

const TextContext = createContext<Text | null>(null);

/** Gives the page its words, in the language of the settings or, without one, of the system. */
export function TextProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const chosen = useStateOf('settings')?.language ?? 'system';
  const system = useStateOf('app')?.language ?? 'en';
  const language = chosen === 'system' ? system : chosen;
  const text = useMemo(() => ({ t: createTranslator(language), language }), [language]);
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return <TextContext value={text}>{children}</TextContext>;
}

function useTextContext(): Text {
  const text = useContext(TextContext);
  if (text === null) throw new Error('useText needs a TextProvider above it');
  return text;
}

export function useText(): Translator {
  return useTextContext().t;
}

export function useLanguage(): Language {
  return useTextContext().language;
}
