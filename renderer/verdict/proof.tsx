import './verdict.css';

import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';
import { Digests } from './digests.tsx';
import { Evidence } from './evidence.tsx';

/** While the update runs: what will prove it, with the place for "after" still empty. */
export function Proof(): ReactNode {
  const t = useText();
  const { session, board } = useBench();
  const { cancel } = useActions();
  if (session === null || board === null) return null;
  return (
    <section className="verdict card" aria-label={t('page:whatWillProve')}>
      <header>
        <h3>{t('page:whatWillProve')}</h3>
        <small>{t('page:readAfterRestart')}</small>
        <Button leftSection={<IconX size={16} stroke={1.5} />} onClick={() => void cancel()}>
          {t('page:cancel')}
        </Button>
      </header>
      <Digests session={session} />
      <Evidence session={session} board={board} />
    </section>
  );
}
