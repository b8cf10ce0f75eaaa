import { Button, CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';

import type { BoardState } from '../../shared/contract/values.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import { MAX_BAUD_GUESSES, otherBaudRates } from '../../shared/serial/baud-rates.ts';
import { errorText } from '../../shared/text/translator.ts';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { useSerial } from './use-serial.ts';

/** What should be known of a board's port, each with what helps: other rates, opening it again. */
export function PortAdvice({ board }: { readonly board: BoardState }): ReactNode {
  const advice = useSerial(board.deviceId)?.advice ?? [];
  return advice.map((error) => <Advice key={error.code} board={board} error={error} />);
}

function Advice({ board, error }: { readonly board: BoardState; readonly error: ErrorPayload }): ReactNode {
  const t = useText();
  const { run } = useActions();
  const { deviceId } = board;
  const { message, hint } = errorText(t, error);
  return (
    <div className="error-note port-advice" role="status" data-code={error.code}>
      <Glyph name="warning" />
      <p>
        <b>{message}</b> {error.code === 'serial/garbled' ? t('serial:tryRate') : hint}
      </p>
      {error.code === 'serial/garbled' &&
        otherBaudRates(board.baudRate)
          .slice(0, MAX_BAUD_GUESSES)
          .map((baudRate) => (
            <Button key={baudRate} onClick={() => void run('board.setBaudRate', { deviceId, baudRate })}>
              {baudRate}
            </Button>
          ))}
      {error.code === 'serial/stalled' && (
        <Button onClick={() => void run('board.reopen', { deviceId })}>{t('serial:reopen')}</Button>
      )}
      <CloseButton
        size="sm"
        aria-label={t('page:close')}
        onClick={() => void run('board.dismissAdvice', { deviceId, code: error.code })}
      />
    </div>
  );
}
