import './fault-list.css';

import { Checkbox } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';

import type { FaultName } from '../../shared/faults/fault.ts';
import { useText } from '../text/text-context.tsx';
import { FaultListRow } from './fault-list-row.tsx';
import type { FaultRow } from './fault-text.ts';

interface FaultListProps {
  readonly rows: readonly FaultRow[];
  /** Faults that are not to be run. */
  readonly left: ReadonlySet<FaultName>;
  /** While a run goes on nothing is chosen. */
  readonly locked: boolean;
  readonly selected: FaultName | null;
  readonly onSelect: (name: FaultName) => void;
  readonly onLeft: (left: ReadonlySet<FaultName>) => void;
}

/** The faults with what is expected, what was observed, and how long it took; the arrow keys go from row to row. */
export function FaultList({ rows, left, locked, selected, onSelect, onLeft }: FaultListProps): ReactNode {
  const t = useText();
  const able = rows.filter(({ info }) => info.reason === null).map(({ name }) => name);
  const chosen = able.filter((name) => !left.has(name));
  const choose = (names: readonly FaultName[], wanted: boolean): void => {
    const next = new Set(left);
    for (const name of names) {
      if (wanted) next.delete(name);
      else next.add(name);
    }
    onLeft(next);
  };
  return (
    <div className="fault-list">
      <table aria-label={t('faults:list')}>
        <thead>
          <tr>
            <th scope="col" className="check">
              <Checkbox
                aria-label={t('faults:chooseShown')}
                checked={able.length > 0 && chosen.length === able.length}
                indeterminate={chosen.length > 0 && chosen.length < able.length}
                disabled={locked || able.length === 0}
                onChange={(event) => choose(able, event.currentTarget.checked)}
              />
            </th>
            <th scope="col">{t('faults:columnFault')}</th>
            <th scope="col">{t('faults:columnExpected')}</th>
            <th scope="col">{t('faults:columnObserved')}</th>
            <th scope="col" className="time">
              {t('faults:columnTime')}
            </th>
          </tr>
        </thead>
        <tbody onKeyDown={moveBetweenRows}>
          {rows.map((row) => (
            <FaultListRow
              key={row.name}
              row={row}
              chosen={row.info.reason === null && !left.has(row.name)}
              locked={locked}
              selected={row.name === selected}
              onSelect={onSelect}
              onChoose={(wanted) => choose([row.name], wanted)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button.name')];
  const at = buttons.findIndex((button) => button.closest('tr')?.contains(event.target as Node) === true);
  const next = buttons[at + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
  next.click();
}
