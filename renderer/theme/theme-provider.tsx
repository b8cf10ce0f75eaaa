import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLayoutEffect } from 'react';

import { useStateOf } from '../client/context.tsx';
import { cssVariablesResolver, theme } from './theme.ts';
import { useThemeName } from './use-theme-name.ts';

/** Puts the chosen theme on the document and hands the tokens to Mantine. */
export function ThemeProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const name = useThemeName(useStateOf('settings')?.theme ?? 'system');
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = name;
  }, [name]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      forceColorScheme={name === 'light' ? 'light' : 'dark'}
    >
      {children}
    </MantineProvider>
  );
}
