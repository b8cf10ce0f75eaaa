import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';

import type { Settings } from '../../shared/contract/values.ts';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';
import { SettingRow } from './setting-row.tsx';

/** Language and theme. */
export function AppearanceSettings({ settings }: { readonly settings: Settings }): ReactNode {
  const t = useText();
  const { run } = useActions();
  return (
    <section className="card" aria-label={t('page:appearance')}>
      <h2>{t('page:appearance')}</h2>
      <SettingRow title={t('page:language')} hint={t('page:languageHint')}>
        <SegmentedControl
          size="xs"
          aria-label={t('page:language')}
          value={settings.language}
          data={[
            { value: 'system', label: t('page:likeSystem') },
            { value: 'en', label: 'English' },
            { value: 'zh-CN', label: '简体中文' },
          ]}
          onChange={(language) => void run('settings.update', { language })}
        />
      </SettingRow>
      <SettingRow title={t('page:theme')} hint={t('page:themeHint')}>
        <SegmentedControl
          size="xs"
          aria-label={t('page:theme')}
          value={settings.theme}
          data={(['system', 'light', 'dark', 'contrast'] as const).map((value) => ({
            value,
            label: t(`page:theme_${value}`),
          }))}
          onChange={(theme) => void run('settings.update', { theme })}
        />
      </SettingRow>
    </section>
  );
}
