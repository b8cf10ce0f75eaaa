import { Chip } from '@mantine/core';
import type { ReactNode } from 'react';

import type { FaultGroup } from '../../shared/faults/fault.ts';
import type { FaultInfo } from '../../shared/faults/fault-values.ts';
import { useText } from '../text/text-context.tsx';
import { groupsOf } from './fault-text.ts';

interface FaultFiltersProps {
  readonly list: readonly FaultInfo[];
  /** Null: all. */
  readonly group: FaultGroup | null;
  readonly onGroup: (group: FaultGroup | null) => void;
  readonly chosen: number;
}

const ALL = 'all';

/** Shows the faults of one group, or all. */
export function FaultFilters({ list, group, onGroup, chosen }: FaultFiltersProps): ReactNode {
  const t = useText();
  const groups = groupsOf(list);
  return (
    <div className="filters">
      <Chip.Group
        value={group ?? ALL}
        onChange={(value) => onGroup(groups.find((known) => known === value) ?? null)}
      >
        <fieldset aria-label={t('faults:groups')}>
          <Chip size="xs" value={ALL}>
            {t('faults:all')}
          </Chip>
          {groups.map((each) => (
            <Chip key={each} size="xs" value={each}>
              {t(`faults:group_${each}`)}
            </Chip>
          ))}
        </fieldset>
      </Chip.Group>
      <span className="count">{t('faults:chosenOf', { chosen, all: list.length })}</span>
    </div>
  );
}
