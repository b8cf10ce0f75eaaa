import { useMediaQuery } from '@mantine/hooks';

import type { Settings } from '../../shared/contract/values.ts';

export type ThemeName = 'light' | 'dark' | 'contrast';

/** The theme to draw: the one that was chosen, or what the system asks for. */
export function useThemeName(chosen: Settings['theme']): ThemeName {
  const dark = useMediaQuery('(prefers-color-scheme: dark)') === true;
  const contrast = useMediaQuery('(prefers-contrast: more)') === true;
  if (chosen !== 'system') return chosen;
  if (contrast) return 'contrast';
  return dark ? 'dark' : 'light';
}
