import './next.css';

import { Button } from '@mantine/core';
import { IconDownload, IconRotate } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { BoardState } from '../../shared/contract/values.ts';
import type { Verdict } from '../../shared/ota/session-view.ts';
import { errorText } from '../../shared/text/translator.ts';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';
import { CopyDiagnostics, FlashAgain } from './plate-buttons.tsx';

/** Causes that end when the board's firmware holds this program's CA. */
const CA_CODES: ReadonlySet<string> = new Set(['tls/unknown-ca', 'tls/certificate', 'tls/refused']);

/** What to do next, with the button that does it. */
export function Next(props: { readonly verdict: Verdict; readonly board: BoardState }): ReactNode {
  const { verdict, board } = props;
  const t = useText();
  const { run, saveCa } = useActions();
  const { error } = verdict;
  const needsCa = error !== null && CA_CODES.has(error.code);
  const resettable = board.link === 'open' && (board.hasModemLines || board.port.virtual);
  return (
    <footer className="next">
      <b>{t('page:next')}</b>
      <p>{error === null ? t('page:resetAndFlashAgain') : errorText(t, error).hint}</p>
      {needsCa && (
        <Button
          variant="filled"
          leftSection={<IconDownload size={16} stroke={1.5} />}
          onClick={() => void saveCa()}
        >
          {t('page:saveCa')}
        </Button>
      )}
      {resettable && !needsCa && !board.facts.ready && (
        <Button
          leftSection={<IconRotate size={16} stroke={1.5} />}
          onClick={() => void run('board.reset', { deviceId: board.deviceId })}
        >
          {t('page:resetBoard')}
        </Button>
      )}
      <FlashAgain primary={!needsCa} />
      <CopyDiagnostics />
    </footer>
  );
}
