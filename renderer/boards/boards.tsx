import './boards.css';

import { UnstyledButton } from '@mantine/core';
import { IconPlug, IconPlus } from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { useBoards } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { BoardMenu } from './board-menu.tsx';
import { BoardRow, rowId } from './board-row.tsx';

/** The boards of the bench, in the order in which they were opened. */
export function Boards(): ReactNode {
  const t = useText();
  const boards = useBoards();
  const { board: selected, dispatch } = useBench();
  const { addVirtual } = useActions();
  return (
    <aside className="boards pane" aria-label={t('page:boards')}>
      <h2>
        {t('page:boards')}
        {selected !== null && <BoardMenu board={selected} />}
        <span className="count">{boards.length}</span>
      </h2>
      {boards.length === 0 ? <p className="no-boards">{t('page:noBoardsHint')}</p> : <BoardList />}
      <UnstyledButton className="add" onClick={() => void addVirtual()}>
        <IconPlus size={16} stroke={1.5} aria-hidden="true" />
        {t('page:addVirtual')}
      </UnstyledButton>
      <UnstyledButton className="add" onClick={() => dispatch({ kind: 'showDialog', dialog: 'openPort' })}>
        <IconPlug size={16} stroke={1.5} aria-hidden="true" />
        {t('page:openSerialPort')}
      </UnstyledButton>
    </aside>
  );
}

function BoardList(): ReactNode {
  const t = useText();
  const boards = useBoards();
  const { board: selected, state, dispatch } = useBench();
  const selectedAt = boards.findIndex(({ deviceId }) => deviceId === selected?.deviceId);

  const onKeyDown = (event: KeyboardEvent): void => {
    const keys = { ArrowDown: selectedAt + 1, ArrowUp: selectedAt - 1, Home: 0, End: boards.length - 1 };
    if (!(event.key in keys)) return;
    event.preventDefault();
    const next = boards[keys[event.key as keyof typeof keys]];
    if (next === undefined) return;
    dispatch({ kind: 'selectBoard', deviceId: next.deviceId });
    document.getElementById(rowId(next.deviceId))?.focus();
  };
  return (
    <div className="rows" role="listbox" aria-label={t('page:boards')} data-testid="boards">
      {boards.map((board) => (
        <BoardRow
          key={board.deviceId}
          board={board}
          dismissedPushId={state.dismissed[board.deviceId] ?? null}
          selected={board.deviceId === selected?.deviceId}
          onSelect={() => dispatch({ kind: 'selectBoard', deviceId: board.deviceId })}
          onKeyDown={onKeyDown}
        />
      ))}
    </div>
  );
}
