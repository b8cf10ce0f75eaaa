import type { FaultName } from '../../../shared/faults/fault.ts';
import { FAULTS } from '../../../shared/faults/fault-table.ts';
import type { FaultResult } from '../../../shared/faults/fault-values.ts';

/** A fault that was not begun. */
export function blankResult(name: FaultName): FaultResult {
  return {
    name,
    group: FAULTS[name].group,
    state: 'queued',
    expected: [],
    observed: null,
    outcome: null,
    finding: null,
    boardSaid: null,
    serverSaw: null,
    runsVersion: null,
    error: null,
    pushId: null,
    durationMs: null,
  };
}
