import './first.css';

import { Button } from '@mantine/core';
import { IconCode, IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';

/** What to do first, and what the board's firmware must have. */
export function FirstSteps(): ReactNode {
  const t = useText();
  const { board, dispatch } = useBench();
  const { saveCa } = useActions();
  return (
    <section className="first card" aria-label={t('page:firstTime')}>
      <h3>{t('page:firstTime')}</h3>
      <ol>
        <li className={board === null ? undefined : 'done'}>
          <b>{t('page:stepBoard')}</b>
          <span>
            {board === null
              ? t('page:stepBoardHow')
              : t(board.facts.ready ? 'page:stepBoardReady' : 'page:stepBoardOpen', { board: board.name })}
          </span>
        </li>
        <li>
          <b>{t('page:stepCa')}</b>
          <span>{t('page:stepCaHow')}</span>
          <span className="buttons">
            <Button leftSection={<IconDownload size={16} stroke={1.5} />} onClick={() => void saveCa()}>
              {t('page:saveCa')}
            </Button>
            <Button
              leftSection={<IconCode size={16} stroke={1.5} />}
              onClick={() => dispatch({ kind: 'showDialog', dialog: 'firmware' })}
            >
              {t('page:firmwareLines')}
            </Button>
          </span>
        </li>
        <li>
          <b>{t('page:stepImage')}</b>
          <span>{t('page:stepImageHow')}</span>
        </li>
      </ol>
    </section>
  );
}
