import type { FaultGroup, FaultName } from '../../shared/faults/fault.ts';
import type { FaultResult, FaultRun, Finding } from '../../shared/faults/fault-values.ts';
import { countFaults } from '../../shared/faults/fault-values.ts';
import type { Outcome } from '../../shared/ota/stage.ts';

/** One fault that was run. */
export interface FaultEvent {
  readonly event: 'fault';
  readonly name: FaultName;
  readonly group: FaultGroup;
  readonly expected: readonly string[];
  readonly observed: string | null;
  readonly passed: boolean;
  readonly durationMs: number;
  readonly outcome: Outcome | null;
  readonly finding: Finding | null;
  /** Why it was not run. */
  readonly code: string | null;
  readonly boardSaid: string | null;
  readonly serverSaw: string | null;
  /** What the board runs after it. */
  readonly version: string | null;
}

/** The last line of `faults`. */
export interface FaultSummaryEvent {
  readonly event: 'summary';
  readonly faults: number;
  readonly passed: number;
  readonly failed: number;
  readonly notRun: readonly { readonly name: FaultName; readonly code: string | null }[];
  readonly findings: readonly { readonly name: FaultName; readonly finding: Finding }[];
  readonly cancelled: boolean;
  /** What stopped the run before its end. */
  readonly code: string | null;
  readonly durationMs: number;
}

export function faultEvent(result: FaultResult): FaultEvent {
  const { name, group, expected, observed, state, durationMs, outcome, finding } = result;
  return {
    event: 'fault',
    name,
    group,
    expected,
    observed,
    passed: state === 'passed',
    durationMs: durationMs ?? 0,
    outcome,
    finding,
    code: result.error?.code ?? null,
    boardSaid: result.boardSaid?.text ?? null,
    serverSaw: result.serverSaw?.text ?? null,
    version: result.runsVersion,
  };
}

export function faultSummary({ results, startedAtMs, endedAtMs, state, error }: FaultRun): FaultSummaryEvent {
  const { faults, passed, failed } = countFaults(results);
  return {
    event: 'summary',
    faults,
    passed,
    failed,
    notRun: results
      .filter((result) => result.state === 'notRun')
      .map(({ name, error: reason }) => ({ name, code: reason?.code ?? null })),
    findings: results.flatMap(({ name, finding }) => (finding === null ? [] : [{ name, finding }])),
    cancelled: state === 'cancelled',
    code: error?.code ?? null,
    durationMs: (endedAtMs ?? startedAtMs) - startedAtMs,
  };
}
