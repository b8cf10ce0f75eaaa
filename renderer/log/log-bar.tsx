import './log-bar.css';

import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { IconChevronDown, IconFold, IconPlayerPause, IconSearch, IconTerminal2 } from '@tabler/icons-react';
import type { ReactNode, RefObject } from 'react';

import type { LogCounts } from '../../shared/contract/values.ts';
import { grouped } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import type { LogFilter } from './log-filter.ts';
import { LEVELS, SOURCES } from './log-filter.ts';

export interface LogBarProps {
  readonly counts: LogCounts | null;
  readonly filter: LogFilter;
  readonly onFilter: (filter: LogFilter) => void;
  readonly fold: boolean;
  readonly onFold: (fold: boolean) => void;
  readonly typing: boolean;
  readonly onTyping: (typing: boolean) => void;
  readonly following: boolean;
  readonly newLines: number;
  readonly onFollow: (following: boolean) => void;
  readonly findInput: RefObject<HTMLInputElement | null>;
}

/** What is shown of the log, and whether it follows. */
export function LogBar(props: LogBarProps): ReactNode {
  const t = useText();
  const { filter, onFilter } = props;
  return (
    <header className="log-bar">
      <h2>{t('page:log')}</h2>
      <Levels {...props} />
      <Sources {...props} />
      <Switch label={t('page:foldAlike')} on={props.fold} onChange={props.onFold}>
        <IconFold size={16} stroke={1.5} />
      </Switch>
      <Switch label={t('page:typeToBoard')} on={props.typing} onChange={props.onTyping}>
        <IconTerminal2 size={16} stroke={1.5} />
      </Switch>
      <TextInput
        ref={props.findInput}
        className="find"
        aria-label={t('page:findInLog')}
        placeholder={t('page:findPlaceholder')}
        leftSection={<IconSearch size={14} stroke={1.5} />}
        rightSection={<kbd>Ctrl F</kbd>}
        rightSectionWidth={52}
        value={filter.find}
        onChange={(event) => onFilter({ ...filter, find: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onFilter({ ...filter, find: '' });
        }}
      />
      <FollowButton {...props} />
    </header>
  );
}

function toggled<T>(list: readonly T[], item: T): readonly T[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

function Levels({ counts, filter, onFilter }: LogBarProps): ReactNode {
  const t = useText();
  return (
    <fieldset className="chips" aria-label={t('page:levels')}>
      {LEVELS.map((level) => (
        <button
          key={level}
          type="button"
          className={level}
          title={t(`page:level_${level}`)}
          aria-label={`${t(`page:level_${level}`)}, ${counts?.byLevel[level] ?? 0}`}
          aria-pressed={filter.levels.includes(level)}
          onClick={() => onFilter({ ...filter, levels: toggled(filter.levels, level) })}
        >
          <b>{level}</b> {grouped(counts?.byLevel[level] ?? 0)}
        </button>
      ))}
    </fieldset>
  );
}

function Sources({ filter, onFilter }: LogBarProps): ReactNode {
  const t = useText();
  return (
    <fieldset className="chips" aria-label={t('page:sources')}>
      {SOURCES.map((source) => (
        <button
          key={source}
          type="button"
          aria-pressed={filter.sources.includes(source)}
          onClick={() => onFilter({ ...filter, sources: toggled(filter.sources, source) })}
        >
          {t(`page:sources_${source}`)}
        </button>
      ))}
    </fieldset>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children: ReactNode;
}

function Switch({ label, on, onChange, children }: SwitchProps): ReactNode {
  return (
    <Tooltip label={label}>
      <ActionIcon
        className="switch"
        size={24}
        aria-label={label}
        aria-pressed={on}
        onClick={() => onChange(!on)}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function FollowButton({ following, newLines, onFollow }: LogBarProps): ReactNode {
  const t = useText();
  const Icon = following ? IconPlayerPause : IconChevronDown;
  return (
    <Button
      className={following ? 'following' : 'paused'}
      aria-pressed={following}
      leftSection={<Icon size={16} stroke={1.5} />}
      onClick={() => onFollow(!following)}
    >
      {following
        ? t('page:following')
        : newLines > 0
          ? t(newLines === 1 ? 'page:newLine' : 'page:newLines', { count: newLines })
          : t('page:paused')}
    </Button>
  );
}
