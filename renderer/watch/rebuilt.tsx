import './watch.css';

import { Button } from '@mantine/core';
import { IconHammer } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { useStateOf } from '../client/context.tsx';
import { agoText } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { useSeconds } from '../ui/use-seconds.ts';
import type { FromBuild } from './watched.ts';
import { isOutdated, watchOf } from './watched.ts';

/** Of an image whose build is watched: when that was built last, and whether this image is older. */
export function Rebuilt({ image }: { readonly image: FromBuild }): ReactNode {
  const t = useText();
  const { state } = useBench();
  const { addPath } = useActions();
  const watch = watchOf(image, useStateOf('watches') ?? [], state.folders[image.imageId] ?? null);
  if (watch === null) return null;
  const outdated = isOutdated(image, watch);
  return (
    <div className="rebuilt" data-outdated={outdated || undefined}>
      <p>
        <IconHammer size={14} stroke={1.5} aria-hidden="true" />
        {watch.lastBuiltAtMs === null ? t('page:watched') : <BuiltAgo atMs={watch.lastBuiltAtMs} />}
        <code title={watch.path}>{watch.path}</code>
        {outdated && (
          <Button size="sm" onClick={() => void addPath(watch.path)}>
            {t('page:useRebuild')}
          </Button>
        )}
      </p>
      {watch.error !== null && <ErrorNote error={watch.error} />}
    </div>
  );
}

/** `Rebuilt: 12 s ago`, moving with time. */
export function BuiltAgo({ atMs }: { readonly atMs: number }): ReactNode {
  const t = useText();
  return <b>{t('page:rebuilt', { ago: agoText(t, atMs, useSeconds()) })}</b>;
}
