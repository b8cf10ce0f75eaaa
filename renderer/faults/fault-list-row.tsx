import { Checkbox, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';

import type { FaultName } from '../../shared/faults/fault.ts';
import { durationText } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import type { FaultRow } from './fault-text.ts';
import { codesText, codeText, stateGlyph, stateText } from './fault-text.ts';

interface FaultListRowProps {
  readonly row: FaultRow;
  readonly chosen: boolean;
  readonly locked: boolean;
  readonly selected: boolean;
  readonly onSelect: (name: FaultName) => void;
  readonly onChoose: (wanted: boolean) => void;
}

/** One fault: chosen or not, and how it ended. */
export function FaultListRow(props: FaultListRowProps): ReactNode {
  const t = useText();
  const { row, chosen, locked, selected, onSelect, onChoose } = props;
  const { name, info, result } = row;
  const label = t(`faults:${name}.label`);
  const expected = result?.expected.length ? result.expected : (info.expected?.codes ?? []);
  return (
    <tr
      aria-selected={selected}
      data-state={result?.state}
      data-finding={result?.finding ?? undefined}
      data-fault={name}
    >
      <td className="check">
        <Checkbox
          aria-label={label}
          checked={chosen}
          disabled={locked || info.reason !== null}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
      </td>
      <th scope="row">
        <button type="button" className="name" onClick={() => onSelect(name)}>
          <b>{label}</b> <small>{t(`faults:${name}.what`)}</small>
        </button>
      </th>
      <td>
        <code>{info.reason === null || result !== null ? codesText(t, expected) : '—'}</code>
      </td>
      <td className="observed">
        {result !== null && (
          <>
            <Glyph name={stateGlyph(result)} />
            <span>
              {result.observed === null ? stateText(t, result) : <code>{codeText(t, result.observed)}</code>}
              {result.observed !== null && <VisuallyHidden>{stateText(t, result)}</VisuallyHidden>}
            </span>
          </>
        )}
      </td>
      <td className="time">{result?.durationMs == null ? '' : durationText(result.durationMs)}</td>
    </tr>
  );
}
