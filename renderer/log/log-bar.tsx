import './log-bar.css';

import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconChevronDown, IconFold, IconPlayerPause, IconTerminal2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { LogLevel } from '../../shared/log/log-entry.ts';
import { LOG_LEVELS } from '../../shared/log/log-entry.ts';
import type { LogFilter } from '../../shared/log/log-filter.ts';
import { grouped } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { FilterMenu } from './filter-menu.tsx';
import type { FindBoxProps } from './find-box.tsx';
import { FindBox } from './find-box.tsx';
import type { JumpTo } from './jump-menu.tsx';
import { JumpMenu } from './jump-menu.tsx';
import type { ViewMenuProps } from './view-menu.tsx';
import { ViewMenu } from './view-menu.tsx';

export interface LogBarProps {
  /** Which log it is, where there is a choice. */
  readonly source: ReactNode;
  readonly byLevel: Readonly<Record<LogLevel, number>> | null;
  readonly filter: LogFilter;
  readonly onFilter: (filter: LogFilter) => void;
  readonly dayMs: number;
  readonly fold: boolean;
  readonly onFold: (fold: boolean) => void;
  /** Null where nothing can be typed to: a saved log. */
  readonly typing: boolean | null;
  readonly onTyping: (typing: boolean) => void;
  readonly following: boolean;
  readonly newLines: number;
  readonly onFollow: (following: boolean) => void;
  readonly onJump: (to: JumpTo, forward: boolean) => void;
  readonly find: FindBoxProps;
  readonly view: ViewMenuProps;
}

/** What is shown of the log, and whether it follows. */
export function LogBar(props: LogBarProps): ReactNode {
  const t = useText();
  const { filter, onFilter, typing } = props;
  return (
    <header className="log-bar">
      <h2>{t('page:log')}</h2>
      {props.source}
      <Levels {...props} />
      <FilterMenu filter={filter} onFilter={onFilter} dayMs={props.dayMs} />
      <Toggle label={t('page:foldAlike')} on={props.fold} onChange={props.onFold}>
        <IconFold size={16} stroke={1.5} />
      </Toggle>
      {typing !== null && (
        <Toggle label={t('page:typeToBoard')} on={typing} onChange={props.onTyping}>
          <IconTerminal2 size={16} stroke={1.5} />
        </Toggle>
      )}
      <FindBox {...props.find} />
      <JumpMenu onJump={props.onJump} />
      <ViewMenu {...props.view} />
      <FollowButton {...props} />
    </header>
  );
}

function Levels({ byLevel, filter, onFilter }: LogBarProps): ReactNode {
  const t = useText();
  return (
    <fieldset className="chips" aria-label={t('page:levels')}>
      {LOG_LEVELS.map((level) => (
        <button
          key={level}
          type="button"
          className={level}
          title={t(`page:level_${level}`)}
          aria-label={`${t(`page:level_${level}`)}, ${byLevel?.[level] ?? 0}`}
          aria-pressed={filter.levels.includes(level)}
          onClick={() =>
            onFilter({
              ...filter,
              levels: LOG_LEVELS.filter((each) => filter.levels.includes(each) !== (each === level)),
            })
          }
        >
          <b>{level}</b> {countText(byLevel?.[level] ?? 0)}
        </button>
      ))}
    </fieldset>
  );
}

/** Large counts in few letters: `12.3k`, `1.2M`. */
function countText(count: number): string {
  if (count < 10_000) return grouped(count);
  return count < 1_000_000 ? `${(count / 1_000).toFixed(1)}k` : `${(count / 1_000_000).toFixed(1)}M`;
}

interface ToggleProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children: ReactNode;
}

function Toggle({ label, on, onChange, children }: ToggleProps): ReactNode {
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
