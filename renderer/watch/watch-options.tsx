import './watch.css';

import { Button, Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';

import type { WatchState } from '../../shared/contract/values.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { useBoards } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';

/** What is done with each rebuild; nothing, until it is asked for. */
export function WatchOptions({ watch }: { readonly watch: WatchState }): ReactNode {
  const t = useText();
  const { board } = useBench();
  const boards = useBoards();
  const { run } = useActions();
  const { path, autoAdd, autoPush } = watch;
  const deviceId = autoPush?.deviceId ?? board?.deviceId ?? null;
  const name = boards.find((one) => one.deviceId === deviceId)?.name ?? deviceId;
  const change = (wanted: Partial<Pick<WatchState, 'autoAdd' | 'autoPush'>>): void =>
    void run('watch.start', { path, autoAdd, autoPush, ...wanted });
  return (
    <div className="watch-options">
      <h3>{t('page:watches')}</h3>
      <p>
        <code>{path}</code>
      </p>
      <Checkbox
        label={t('page:autoAdd')}
        description={t('page:autoAddHint')}
        checked={autoAdd}
        disabled={autoPush !== null}
        onChange={(event) => change({ autoAdd: event.currentTarget.checked })}
      />
      <Checkbox
        label={name === null ? t('page:autoPushNoBoard') : t('page:autoPush', { board: name })}
        description={t('page:autoPushHint')}
        checked={autoPush !== null}
        disabled={deviceId === null}
        onChange={(event) =>
          change({
            autoPush:
              event.currentTarget.checked && deviceId !== null
                ? { deviceId, reset: false, sendUrl: true }
                : null,
          })
        }
      />
      <Button onClick={() => void run('watch.stop', { path })}>{t('page:stopWatching')}</Button>
    </div>
  );
}
