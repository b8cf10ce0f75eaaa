import { ActionIcon, Button, Group, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { LogSettings as LogValues } from '../../shared/contract/log-settings.ts';
import { HIGHLIGHT_TONES } from '../../shared/contract/log-settings.ts';
import type { Settings } from '../../shared/contract/values.ts';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';
import { SettingRow } from './setting-row.tsx';

/** How much of each log is kept, and what is lit up in it. */
export function LogSettings({ settings }: { readonly settings: Settings }): ReactNode {
  const t = useText();
  const { run } = useActions();
  const { log } = settings;
  const update = (patch: Partial<LogValues>): void => {
    const next = { ...log, ...patch };
    void run('settings.update', { log: { ...next, highlights: [...next.highlights] } });
  };
  const whole = (name: 'maxMegabytes' | 'maxAgeDays', least: number, most: number): ReactNode => (
    <NumberInput
      w={120}
      aria-label={t(name === 'maxMegabytes' ? 'page:megabytes' : 'page:days')}
      description={t(name === 'maxMegabytes' ? 'page:megabytes' : 'page:days')}
      min={least}
      max={most}
      clampBehavior="blur"
      defaultValue={log[name]}
      onBlur={(event) => {
        const value = Number(event.currentTarget.value);
        if (Number.isInteger(value) && value >= least && value <= most && value !== log[name])
          update({ [name]: value });
      }}
    />
  );
  return (
    <section className="card" aria-label={t('page:logSettings')}>
      <h2>{t('page:logSettings')}</h2>
      <SettingRow title={t('page:keepLogs')} hint={t('page:keepLogsHint')}>
        <Group gap="xs" wrap="nowrap">
          {whole('maxMegabytes', 64, 1_000_000)}
          {whole('maxAgeDays', 1, 3_650)}
        </Group>
      </SettingRow>
      <SettingRow title={t('page:highlights')} hint={t('page:highlightsHint')}>
        <Highlights rules={log.highlights} onChange={(highlights) => update({ highlights })} />
      </SettingRow>
    </section>
  );
}

type Rules = LogValues['highlights'];

function Highlights(props: { readonly rules: Rules; readonly onChange: (rules: Rules) => void }): ReactNode {
  const t = useText();
  const { rules, onChange } = props;
  const [text, setText] = useState('');
  const [tone, setTone] = useState<Rules[number]['tone']>('accent');
  return (
    <div>
      {rules.map((rule) => (
        <Group key={rule.text} gap="xs" mb={4} justify="flex-end" wrap="nowrap">
          <code className={`tone ${rule.tone}`}>{rule.text}</code>
          <ActionIcon
            size={20}
            aria-label={t('page:removeHighlight', { text: rule.text })}
            onClick={() => onChange(rules.filter((each) => each !== rule))}
          >
            <IconX size={14} stroke={1.5} />
          </ActionIcon>
        </Group>
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text === '') return;
          onChange([...rules.filter((rule) => rule.text !== text), { text, tone }]);
          setText('');
        }}
      >
        <Group gap="xs" wrap="nowrap">
          <TextInput
            aria-label={t('page:highlightText')}
            placeholder={t('page:highlightText')}
            maxLength={200}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <NativeSelect
            aria-label={t('page:highlightTone')}
            value={tone}
            data={HIGHLIGHT_TONES.map((value) => ({ value, label: t(`page:tone_${value}`) }))}
            onChange={(event) => {
              const chosen = HIGHLIGHT_TONES.find((each) => each === event.currentTarget.value);
              if (chosen !== undefined) setTone(chosen);
            }}
          />
          <Button type="submit" disabled={text === '' || rules.length >= 50}>
            {t('page:addHighlight')}
          </Button>
        </Group>
      </form>
    </div>
  );
}
