import { ActionIcon, Popover, Tooltip } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { WatchOptions } from './watch-options.tsx';
import type { FromBuild } from './watched.ts';
import { pathOf, watchOf } from './watched.ts';

/** Watches the build an image came from, or changes what is done with each rebuild. */
export function WatchControl({ image }: { readonly image: FromBuild }): ReactNode {
  const t = useText();
  const { state } = useBench();
  const { run } = useActions();
  const paths = useStateOf('app')?.paths ?? 'none';
  const folder = state.folders[image.imageId] ?? null;
  const watch = watchOf(image, useStateOf('watches') ?? [], folder);
  const path = folder ?? pathOf(image);
  if (watch === null && (path === null || paths === 'none')) return null;
  if (watch === null && path !== null) {
    const label = t(folder === null ? 'page:watchFile' : 'page:watchFolder');
    return (
      <Tooltip label={label}>
        <ActionIcon
          size={28}
          aria-label={label}
          onClick={() => void run('watch.start', { path, autoAdd: false, autoPush: null })}
        >
          <IconEye size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
    );
  }
  if (watch === null) return null;
  return (
    <Popover position="bottom-end" trapFocus returnFocus shadow="none" width={360}>
      <Popover.Target>
        <ActionIcon size={28} variant="light" color="accent" aria-label={t('page:watchOptions')}>
          <IconEye size={16} stroke={1.5} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <WatchOptions watch={watch} />
      </Popover.Dropdown>
    </Popover>
  );
}
