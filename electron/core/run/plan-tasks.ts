import { isFaultName } from '../../../shared/faults/fault-table.ts';
import type { CaseExpectation } from '../../../shared/run/expectation.ts';
import { CONFIRMED } from '../../../shared/run/expectation.ts';
import type { PlanStep } from '../../../shared/run/plan.ts';
import type { RunTask } from '../../../shared/run/run-state.ts';
import type { ReadyPlan } from './plan-input.ts';
import { stepName } from './plan-input.ts';
import type { Between, RunPush } from './run-deps.ts';
import type { RunInput } from './task-run.ts';

type PushStep = Extract<PlanStep, { readonly push: string }>;
type SoakStep = Extract<PlanStep, { readonly soak: readonly string[] }>;
type Rules = Pick<RunInput, 'tasks' | 'policy' | 'push' | 'between'>;

const NOTHING: Between = { pauseMs: 0, command: null, reset: false, folder: null };

/** One update of every board. */
export function pushTasks(step: PushStep, index: number, plan: ReadyPlan): Rules {
  const { push: image, fault } = step;
  const { id, label } = stepName(index, fault === undefined ? image : `${image}, ${fault}`);
  const name = fault !== undefined && isFaultName(fault) ? fault : null;
  const judged = { ...(name === null ? {} : { fault: name }), ...expectationOf(step) };
  const imageId = plan.imageIds[image] as string;
  const tasks = plan.deviceIds.map(
    (deviceId, at): RunTask => ({
      id: `${id}-board-${at + 1}`,
      deviceId,
      imageId,
      cycle: 1,
      ...judged,
      label,
    }),
  );
  const push = pushOf(step);
  const setting =
    name === null ? {} : { fault: { name, params: {}, version: null, fillsSlot: false, port: 0 } };
  const policy = { ...plan.policy, stopAfter: null };
  return { tasks, policy, push: { ...push, ...setting }, between: NOTHING };
}

/** What a plan leaves unsaid of an update with a fault, the fault lab knows. */
function expectationOf({ fault, expect }: PushStep): { readonly expected?: CaseExpectation } {
  if (expect === undefined) return fault === undefined ? { expected: CONFIRMED } : {};
  const { outcome, code } = expect;
  return { expected: { outcome, codes: code === null ? [] : [code] } };
}

/** The images in turn, on every board at its own pace. */
export function soakTasks(step: SoakStep, index: number, plan: ReadyPlan): Rules {
  const { soak, cycles, stopAfter, pause, between = null, reset } = step;
  const { id, label } = stepName(index, soak.join(', '));
  const tasks = Array.from({ length: cycles }, (_, nth) => {
    const imageId = plan.imageIds[soak[nth % soak.length] as string] as string;
    const cycle = nth + 1;
    return plan.deviceIds.map(
      (deviceId, at): RunTask => ({
        id: `${id}-board-${at + 1}-cycle-${cycle}`,
        deviceId,
        imageId,
        cycle,
        expected: CONFIRMED,
        label: `${label} #${cycle}`,
      }),
    );
  }).flat();
  const policy = { ...plan.policy, canary: 0, waveSize: null, errorPercent: null, stopAfter };
  const rest = { pauseMs: pause, command: between, reset, folder: plan.folder };
  return { tasks, policy, push: pushOf(step), between: rest };
}

function pushOf({ reset, force, timeout }: PushStep | SoakStep): RunPush {
  return {
    override: force === 'all' ? force : [...force],
    reset,
    sendUrl: true,
    timeoutMs: timeout === undefined || timeout === 0 ? null : Math.ceil(timeout),
    watchMs: 0,
  };
}
