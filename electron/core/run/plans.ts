import type { Input } from '../../../shared/contract/contract.ts';
import type { PlanSource } from '../../../shared/contract/run-contract.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import type { Plan, PlanProblem } from '../../../shared/run/plan.ts';
import type { PlanBegun, PlanCheck } from '../../../shared/run/plan-check.ts';
import type { PlanReading } from '../../../shared/run/read-plan.ts';
import { inOrder, readPlan } from '../../../shared/run/read-plan.ts';
import type { RunPolicy } from '../../../shared/run/run-policy.ts';
import { PLAN_POLICY } from '../../../shared/run/run-policy.ts';
import type { PathAccess } from '../image/path-access.ts';
import type { PlanBoardsDeps } from './plan-boards.ts';
import { lookForPlanBoards, openPlanBoards } from './plan-boards.ts';
import type { PlanImagesDeps } from './plan-images.ts';
import { planImages } from './plan-images.ts';
import type { PlanDeps } from './plan-input.ts';
import { PlanRun } from './plan-run.ts';
import { planText } from './plan-text.ts';
import type { Runs } from './runs.ts';

export interface PlansDeps extends PlanBoardsDeps, PlanImagesDeps {
  readonly runs: Pick<Runs, 'begin'>;
  readonly faults: Pick<PlanDeps, 'startFaults' | 'cancelFaults' | 'onFaults' | 'faultCodes'>;
  readonly access: Pick<PathAccess, 'resolve'>;
  readonly startServer: () => Promise<void>;
  /** Whether commands of the system's shell may be run. */
  readonly mayRunCommands: boolean;
}

/** Reads plans, finds what they ask for, and begins them. */
export class Plans {
  readonly #deps: PlansDeps;
  /** Of plans whose boards are being looked for. */
  readonly #preparing = new Set<AbortController>();

  constructor(deps: PlansDeps) {
    this.#deps = deps;
  }

  /** @throws WorkbenchError plan/unreadable, path/… */
  async check(source: PlanSource): Promise<PlanCheck> {
    const { text, file, images } = await planText(source, this.#deps.access);
    const reading = readPlan(text);
    const { parts, placeOf, plan } = reading;
    const found = await planImages(parts.images, placeOf, images, false, this.#deps);
    const { boards, problems } = await lookForPlanBoards(parts.boards, placeOf, this.#deps);
    const steps = parts.steps.map(({ index, value: step }) => ({ number: index + 1, step }));
    return {
      file,
      name: parts.name,
      problems: this.#all(reading, found.problems, problems),
      images: found.views,
      boards,
      steps,
      policy: plan === null ? null : policyOf(plan),
    };
  }

  /**
   * Begins a plan, or tells everything that is wrong with its file: ports that its boards need are opened for that.
   * @throws WorkbenchError plan/unreadable, path/…, run/board-busy, run/called-off, server/…
   */
  async begin({ plan: source, reportDir }: Input<'run.plan'>): Promise<PlanBegun> {
    const { text, file, images, folder } = await planText(source, this.#deps.access);
    const reading = readPlan(text);
    const { parts, placeOf, plan } = reading;
    const found = await planImages(parts.images, placeOf, images, plan !== null, this.#deps);
    const boards = await this.#boards(reading);
    const problems = this.#all(reading, found.problems, boards.problems);
    const { notes, deviceIds } = boards;
    if (plan === null || problems.length > 0) return { runId: null, problems, notes };
    const { runs, faults, startServer } = this.#deps;
    await startServer();
    const { steps } = plan;
    const ready = { steps, policy: policyOf(plan), deviceIds, imageIds: found.imageIds, folder };
    const parameters = { plan: file, boards: deviceIds.length, steps: steps.length };
    const runId = runs.begin(
      { kind: 'plan', title: plan.name, deviceIds, reportDir, parameters },
      (begun, deps) => new PlanRun(begun, ready, { ...deps, ...faults }),
    );
    return { runId, problems: [], notes };
  }

  /** Whoever waits for `begin` is told run/called-off. */
  cancelPreparing(): void {
    for (const abort of this.#preparing) abort.abort(new WorkbenchError('run/called-off'));
  }

  async #boards({ parts, placeOf }: PlanReading): ReturnType<typeof openPlanBoards> {
    const abort = new AbortController();
    this.#preparing.add(abort);
    try {
      return await openPlanBoards(parts.boards, placeOf, this.#deps, abort.signal);
    } finally {
      this.#preparing.delete(abort);
    }
  }

  #all(
    { problems, parts, placeOf }: PlanReading,
    ...more: readonly (readonly PlanProblem[])[]
  ): readonly PlanProblem[] {
    const commands = this.#deps.mayRunCommands
      ? []
      : parts.steps.filter(({ value }) => hasCommand(value)).map(({ index }) => index);
    const refused = commands.map((index): PlanProblem => {
      return { ...placeOf(['steps', index]), code: 'plan/command', params: {} };
    });
    return inOrder([...problems, ...refused, ...more.flat()]);
  }
}

function hasCommand(step: Plan['steps'][number]): boolean {
  return 'command' in step || ('soak' in step && step.between !== undefined);
}

/** What a plan leaves out stays as it is. */
function policyOf({ policy }: Plan): RunPolicy {
  const given = Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined));
  return { ...PLAN_POLICY, ...given };
}
