import { Button, Checkbox, Group, Popover, Stack, TextInput } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { LOG_SOURCES } from '../../shared/log/log-entry.ts';
import type { LogFilter } from '../../shared/log/log-filter.ts';
import { ERRORS_WITH_CONTEXT, SHOW_ALL, showsAll } from '../../shared/log/log-filter.ts';
import { parsePrintFilter } from '../../shared/log/print-filter.ts';
import { useText } from '../text/text-context.tsx';
import { timeOfDay } from './time-of-day.ts';

interface FilterMenuProps {
  readonly filter: LogFilter;
  readonly onFilter: (filter: LogFilter) => void;
  /** When the log's last line came: times of day are of that day. */
  readonly dayMs: number;
}

/** Which lines are shown, beyond their levels: by source, tag and time, and errors with what stands around them. */
export function FilterMenu({ filter, onFilter, dayMs }: FilterMenuProps): ReactNode {
  const t = useText();
  const on = !showsAll({ ...filter, query: null, levels: SHOW_ALL.levels });
  return (
    <Popover position="top-start" trapFocus withinPortal>
      <Popover.Target>
        <Button
          className={on ? 'filter on' : 'filter'}
          aria-label={t(on ? 'page:filterOn' : 'page:filter')}
          leftSection={<IconFilter size={14} stroke={1.5} />}
        >
          {t('page:filter')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('page:filter')}>
        <Stack gap="xs" w={300}>
          <Sources filter={filter} onFilter={onFilter} />
          <Tags filter={filter} onFilter={onFilter} />
          <Times key={`${filter.fromMs} ${filter.toMs}`} filter={filter} onFilter={onFilter} dayMs={dayMs} />
          <Checkbox
            label={t('page:filterErrors')}
            checked={filter.contextLines > 0}
            onChange={(event) => {
              const { levels, contextLines } = event.currentTarget.checked ? ERRORS_WITH_CONTEXT : SHOW_ALL;
              onFilter({ ...filter, levels, contextLines });
            }}
          />
          <Group justify="flex-end">
            <Button onClick={() => onFilter(SHOW_ALL)}>{t('page:filterReset')}</Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

type PartProps = Pick<FilterMenuProps, 'filter' | 'onFilter'>;

function Sources({ filter, onFilter }: PartProps): ReactNode {
  const t = useText();
  return (
    <fieldset className="chips" aria-label={t('page:sources')}>
      {LOG_SOURCES.map((source) => (
        <button
          key={source}
          type="button"
          aria-pressed={filter.sources.includes(source)}
          onClick={() =>
            onFilter({
              ...filter,
              sources: LOG_SOURCES.filter((each) => filter.sources.includes(each) !== (each === source)),
            })
          }
        >
          {t(`page:sources_${source}`)}
        </button>
      ))}
    </fieldset>
  );
}

function Tags({ filter, onFilter }: PartProps): ReactNode {
  const t = useText();
  const [typed, setTyped] = useState(filter.printFilter);
  const wrong = parsePrintFilter(typed) === null;
  return (
    <TextInput
      label={t('page:filterTags')}
      description={t('page:filterTagsHint')}
      error={wrong ? t('page:filterTagsWrong') : undefined}
      value={typed}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => {
        const { value } = event.currentTarget;
        setTyped(value);
        if (parsePrintFilter(value) !== null) onFilter({ ...filter, printFilter: value });
      }}
    />
  );
}

function Times({ filter, onFilter, dayMs }: FilterMenuProps): ReactNode {
  const t = useText();
  const [typed, setTyped] = useState({ fromMs: '', toMs: '' });
  const field = (name: 'fromMs' | 'toMs', word: 'page:filterFrom' | 'page:filterTo'): ReactNode => (
    <TextInput
      label={t(word)}
      placeholder={filter[name] === null ? 'hh:mm:ss' : new Date(filter[name]).toLocaleTimeString('en-GB')}
      error={typed[name] !== '' && timeOfDay(typed[name], dayMs) === null}
      value={typed[name]}
      onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
      onBlur={() => {
        const atMs = timeOfDay(typed[name], dayMs);
        if (atMs !== null) onFilter({ ...filter, [name]: atMs });
      }}
    />
  );
  return (
    <div>
      <Group grow gap="xs">
        {field('fromMs', 'page:filterFrom')}
        {field('toMs', 'page:filterTo')}
      </Group>
      <small className="hint">{t('page:filterTimeHint')}</small>
    </div>
  );
}
