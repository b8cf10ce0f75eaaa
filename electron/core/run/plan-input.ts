import type { Input } from '../../../shared/contract/contract.ts';
import type { FaultName } from '../../../shared/faults/fault.ts';
import type { FaultRun } from '../../../shared/faults/fault-values.ts';
import type { Plan } from '../../../shared/run/plan.ts';
import type { RunPolicy } from '../../../shared/run/run-policy.ts';
import type { Cancel } from '../ports.ts';
import type { RunDeps } from './run-deps.ts';

/** A plan whose boards are found and whose images are in the library. */
export interface ReadyPlan {
  readonly steps: Plan['steps'];
  readonly policy: RunPolicy;
  readonly deviceIds: readonly string[];
  /** By the names that the plan gives them. */
  readonly imageIds: Readonly<Record<string, string>>;
  /** Where the plan's commands run. */
  readonly folder: string | null;
}

/** What the steps of a plan use besides what an update of any run does. */
export interface PlanDeps extends RunDeps {
  /** @throws WorkbenchError as `faults.run` */
  readonly startFaults: (wanted: Input<'faults.run'>) => string;
  readonly cancelFaults: (deviceId: string) => void;
  /** Codes of which one is right for an update with a fault; null where this board knows no such fault. */
  readonly faultCodes: (deviceId: string, imageId: string, fault: FaultName) => readonly string[] | null;
  /** Every change of any board's faults. */
  readonly onFaults: (listener: (run: FaultRun) => void) => Cancel;
}

/** What a step of a plan tells the plan. */
export interface StepTold {
  readonly onChange: () => void;
  readonly onCase: (taskId: string) => void;
}

/** A step's place in its plan: ids and names of its cases begin with it. */
export function stepName(index: number, what: string): { readonly id: string; readonly label: string } {
  return { id: `step-${index + 1}`, label: `${index + 1}. ${what}` };
}
