import './watch.css';

import { ActionIcon, Button, Popover } from '@mantine/core';
import { IconDots, IconEye } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { WatchState } from '../../shared/contract/values.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { useBoards, useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { BuiltAgo } from './rebuilt.tsx';
import { WatchOptions } from './watch-options.tsx';

/** The builds that are watched, with what is done at each rebuild. */
export function WatchList(): ReactNode {
  const t = useText();
  const watches = useStateOf('watches') ?? [];
  if (watches.length === 0) return null;
  return (
    <ul className="watch-list" aria-label={t('page:watchedBuilds')}>
      {watches.map((watch) => (
        <Watch key={watch.path} watch={watch} />
      ))}
    </ul>
  );
}

function Watch({ watch }: { readonly watch: WatchState }): ReactNode {
  const t = useText();
  const boards = useBoards();
  const { image } = useBench();
  const { addPath } = useActions();
  const { path, imageId, lastBuiltAtMs, autoAdd, autoPush, error } = watch;
  const pushedTo = boards.find(({ deviceId }) => deviceId === autoPush?.deviceId)?.name ?? autoPush?.deviceId;
  return (
    <li>
      <p>
        <IconEye size={16} stroke={1.5} aria-hidden="true" />
        <code title={path}>{path}</code>
        {lastBuiltAtMs === null ? <b>{t('page:nothingBuilt')}</b> : <BuiltAgo atMs={lastBuiltAtMs} />}
        {pushedTo !== undefined && <span>{t('page:pushesEach', { board: pushedTo })}</span>}
        {pushedTo === undefined && autoAdd && <span>{t('page:addsEach')}</span>}
        {imageId !== null && imageId !== image?.imageId && (
          <Button onClick={() => void addPath(path)}>{t('page:useRebuild')}</Button>
        )}
        <Popover position="bottom-end" trapFocus returnFocus shadow="none" width={360}>
          <Popover.Target>
            <ActionIcon size={24} aria-label={`${t('page:watchOptions')}: ${path}`}>
              <IconDots size={16} stroke={1.5} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown>
            <WatchOptions watch={watch} />
          </Popover.Dropdown>
        </Popover>
      </p>
      {error !== null && <ErrorNote error={error} />}
    </li>
  );
}
