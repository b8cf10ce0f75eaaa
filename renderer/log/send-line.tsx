import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { BoardState } from '../../shared/contract/values.ts';
import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';

const MAX_TEXT = 4_000;

/** A line to type to the board; Enter sends it with one line feed. */
export function SendLine({ board }: { readonly board: BoardState | null }): ReactNode {
  const t = useText();
  const { run } = useActions();
  const [text, setText] = useState('');
  const open = board?.link === 'open';
  return (
    <form
      className="send"
      onSubmit={(event) => {
        event.preventDefault();
        if (board === null) return;
        void run('board.send', { deviceId: board.deviceId, text: `${text}\n` });
        setText('');
      }}
    >
      <TextInput
        aria-label={t('page:typeToBoard')}
        placeholder={open ? t('page:typePlaceholder', { board: board.name }) : t('page:portIsClosedSentence')}
        disabled={!open}
        maxLength={MAX_TEXT}
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}
