import { CloseButton, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { Outcome } from '../../shared/ota/stage.ts';
import { OUTCOMES } from '../../shared/ota/stage.ts';
import { outcomeWord } from '../text/outcome-word.ts';
import { useText } from '../text/text-context.tsx';
import type { Narrowing, Span } from './history-text.ts';
import { EVERYTHING, SPANS } from './history-text.ts';

interface HistoryFiltersProps {
  readonly narrowing: Narrowing;
  readonly onChange: (narrowing: Narrowing) => void;
}

/** Narrows the list: by words, by verdict, by time. */
export function HistoryFilters({ narrowing, onChange }: HistoryFiltersProps): ReactNode {
  const t = useText();
  const { text, outcome, span, deviceId, imageId } = narrowing;
  const isNarrow = text !== '' || deviceId !== null || imageId !== null;
  const clear = (): void => onChange({ ...EVERYTHING, outcome, span, run: narrowing.run });
  return (
    <>
      <TextInput
        className="search"
        type="search"
        aria-label={t('history:findEntry')}
        placeholder={deviceId ?? imageId?.slice(0, 12) ?? t('history:findEntryHint')}
        leftSection={<IconSearch size={14} stroke={1.5} />}
        rightSection={
          isNarrow ? <CloseButton size="xs" aria-label={t('page:clear')} onClick={clear} /> : null
        }
        value={text}
        onChange={(event) => onChange({ ...narrowing, text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') clear();
        }}
      />
      <Select
        className="choice"
        aria-label={t('history:filterOutcome')}
        allowDeselect={false}
        value={outcome ?? 'any'}
        data={[
          { value: 'any', label: t('history:anyOutcome') },
          ...OUTCOMES.map((value) => ({ value, label: outcomeWord(t, value) })),
        ]}
        onChange={(value) =>
          onChange({ ...narrowing, outcome: value === null || value === 'any' ? null : (value as Outcome) })
        }
      />
      <Select
        className="choice"
        aria-label={t('history:filterTime')}
        allowDeselect={false}
        value={span}
        data={SPANS.map((value) => ({ value, label: t(`history:${value}`) }))}
        onChange={(value) => onChange({ ...narrowing, span: (value ?? 'anyTime') as Span })}
      />
    </>
  );
}
