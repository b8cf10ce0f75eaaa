import { UnstyledButton } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';

import type { BoardState } from '../../shared/contract/values.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { rowText } from './row-text.ts';

interface BoardRowProps {
  readonly board: BoardState;
  readonly dismissedPushId: string | null;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** A board in the list: its glyph, its name, and where it stands in a few words. */
export function BoardRow(props: BoardRowProps): ReactNode {
  const { board, selected } = props;
  const t = useText();
  const { glyph, status, detail, percent } = rowText(t, board, props.dismissedPushId);
  return (
    <UnstyledButton
      id={rowId(board.deviceId)}
      className="row"
      role="option"
      aria-selected={selected}
      aria-label={[board.name, status, detail, percent === null ? '' : `${percent} %`]
        .filter((part) => part !== '')
        .join(', ')}
      tabIndex={selected ? 0 : -1}
      title={detail}
      onClick={props.onSelect}
      onKeyDown={props.onKeyDown}
    >
      <Glyph name={glyph} />
      <b>{board.name}</b>
      {percent !== null && <em>{percent} %</em>}
      <span className="detail">{detail}</span>
      {percent !== null && (
        <span className="tiny">
          <i style={{ width: `${percent}%` }} />
        </span>
      )}
    </UnstyledButton>
  );
}

/** Element id of a board's row. */
export function rowId(deviceId: string): string {
  return `board-${deviceId}`;
}
