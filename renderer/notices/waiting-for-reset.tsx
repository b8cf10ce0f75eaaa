import './notices.css';

import { Button } from '@mantine/core';
import { IconRotate } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';

/** The update goes on when the board boots: a person presses reset, or the lines do it. */
export function WaitingForReset(): ReactNode {
  const t = useText();
  const { session, board } = useBench();
  const { run } = useActions();
  if (session?.waitingFor !== 'reset' || board === null) return null;
  const resettable = board.hasModemLines || board.port.virtual;
  return (
    <section className="notice card" role="status" data-testid="waiting-for-reset">
      <Glyph name="waiting" />
      <p>
        <b>{t('page:pressReset')}</b> {t('page:pressResetWhy')}
      </p>
      {resettable && (
        <Button
          variant="filled"
          leftSection={<IconRotate size={16} stroke={1.5} />}
          onClick={() => void run('board.reset', { deviceId: board.deviceId })}
        >
          {t('page:resetThroughLines')}
        </Button>
      )}
    </section>
  );
}
