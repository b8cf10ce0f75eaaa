import './after-watch.css';

import type { ReactNode } from 'react';

import type { AfterWatch } from '../../shared/ota/after-watch.ts';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { useSeconds } from '../ui/use-seconds.ts';

/** What the image does since it was confirmed. An unstable one stands over the verdict, which stays as it is. */
export function AfterWatchNote({ watch }: { readonly watch: AfterWatch }): ReactNode {
  const t = useText();
  if (watch.error !== null) {
    return (
      <div className="after-watch" data-testid="after-watch" data-state={watch.state}>
        <h3>{t('page:watchUnstable')}</h3>
        <ErrorNote error={watch.error} />
      </div>
    );
  }
  if (watch.state === 'ended') return null;
  return (
    <p className="after-watch" data-testid="after-watch" data-state={watch.state} aria-live="polite">
      {watch.state === 'stable' ? t('page:watchStable') : <Left endsAtMs={watch.endsAtMs} />}
    </p>
  );
}

function Left({ endsAtMs }: { readonly endsAtMs: number }): ReactNode {
  const t = useText();
  const seconds = Math.max(0, Math.ceil((endsAtMs - useSeconds()) / 1_000));
  // The seconds would be read out one by one.
  return <span aria-live="off">{t('page:watchRuns', { seconds })}</span>;
}
