import { CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';

import type { SavedCrash } from '../../shared/contract/log-values.ts';
import { crashCallsText } from '../../shared/log/crash/crash-calls.ts';
import { grouped } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';

interface CrashNoteProps {
  readonly crash: SavedCrash;
  readonly onClose: () => void;
}

/** A crash of a saved log: what it was in one sentence, and the calls that led to it, or what is missing for them. */
export function CrashNote({ crash, onClose }: CrashNoteProps): ReactNode {
  const t = useText();
  const { kind, calls, seq } = crash;
  const [first, ...rest] = crashCallsText(t, calls);
  return (
    <section className="crash" aria-label={t('page:crashAt', { line: grouped(seq + 1) })}>
      <div>
        <b>{t(`crash:${kind}`)}</b> {first}
        {rest.length > 0 && <code>{rest.join('\n')}</code>}
      </div>
      <CloseButton size="sm" aria-label={t('page:close')} onClick={onClose} />
    </section>
  );
}
