import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';

import type { FaultParams } from '../../shared/faults/fault.ts';
import type { FaultInfo } from '../../shared/faults/fault-values.ts';
import { useText } from '../text/text-context.tsx';

interface FaultNumbersProps {
  readonly info: FaultInfo;
  /** What somebody chose; the rest are the fault's own. */
  readonly chosen: FaultParams;
  readonly locked: boolean;
  readonly onChange: (chosen: FaultParams) => void;
}

/** How each number is shown: its unit as people say it, and the bounds of the contract in it. */
const FIELDS = [
  { key: 'atBytes', label: 'faults:chooseAtBytes', scale: 1, min: 1, max: 0x1000000 },
  { key: 'forMs', label: 'faults:chooseForMs', scale: 1_000, min: 1, max: 120 },
  { key: 'bytesPerSecond', label: 'faults:chooseBytesPerSecond', scale: 1_000, min: 1, max: 100_000 },
] as const;

/** The numbers of a fault, to be chosen; an emptied field goes back to the fault's own. */
export function FaultNumbers({ info, chosen, locked, onChange }: FaultNumbersProps): ReactNode {
  const t = useText();
  return FIELDS.map(({ key, label, scale, min, max }) => {
    const own = info.params[key];
    if (own === undefined) return null;
    return (
      <NumberInput
        key={key}
        label={t(label)}
        min={min}
        max={max}
        allowDecimal={false}
        thousandSeparator=","
        hideControls
        disabled={locked}
        value={Math.round((chosen[key] ?? own) / scale)}
        onChange={(value) => {
          const { [key]: _, ...others } = chosen;
          onChange(value === '' ? others : { ...others, [key]: Number(value) * scale });
        }}
      />
    );
  });
}
