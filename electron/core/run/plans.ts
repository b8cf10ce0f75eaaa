import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import type { Input, Output } from '../../../shared/contract/contract.ts';
import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import type { Plan } from '../../../shared/run/plan.ts';
import { readPlan } from '../../../shared/run/read-plan.ts';
import { PLAN_POLICY } from '../../../shared/run/run-policy.ts';
import type { PathAccess } from '../image/path-access.ts';
import type { PlanBoardsDeps } from './plan-boards.ts';
import { planBoards } from './plan-boards.ts';
import type { PlanImagesDeps } from './plan-images.ts';
import { planImages } from './plan-images.ts';
import type { PlanDeps } from './plan-input.ts';
import { PlanRun } from './plan-run.ts';
import type { Runs } from './runs.ts';

export interface PlansDeps extends PlanBoardsDeps, PlanImagesDeps {
  readonly runs: Pick<Runs, 'begin'>;
  readonly faults: Pick<PlanDeps, 'startFaults' | 'cancelFaults' | 'onFaults'>;
  readonly access: Pick<PathAccess, 'resolve'>;
  readonly startServer: () => Promise<void>;
  /** Whether commands of the system's shell may be run. */
  readonly mayRunCommands: boolean;
}

/** A plan is written by hand. */
const MAX_PLAN_BYTES = 1024 * 1024;

/** Reads plans, finds what they ask for, and begins them. */
export class Plans {
  readonly #deps: PlansDeps;

  constructor(deps: PlansDeps) {
    this.#deps = deps;
  }

  /**
   * Begins a plan, or tells everything that is wrong with its file.
   * @throws WorkbenchError plan/unreadable, path/…, run/no-boards, run/board-busy, run/command-not-allowed, serial/…,
   *   server/…
   */
  async begin(wanted: Input<'run.plan'>): Promise<Output<'run.plan'>> {
    const { access, startServer, mayRunCommands, runs, faults } = this.#deps;
    const { text, folder, title } = await this.#textOf(wanted);
    const reading = readPlan(text);
    if (!reading.ok) return { runId: null, problems: reading.problems };
    const { plan } = reading;
    if (!mayRunCommands && hasCommands(plan)) throw new WorkbenchError('run/command-not-allowed');
    const images = await planImages(plan.images, reading.placeOf, await access.resolve(folder), this.#deps);
    if (!images.ok) return { runId: null, problems: images.problems };
    const deviceIds = await planBoards(plan.boards, this.#deps);
    await startServer();
    const { steps, policy: given } = plan;
    const policy = { ...PLAN_POLICY, ...defined(given) };
    const ready = { steps, policy, deviceIds, imageIds: images.imageIds, folder };
    const parameters = { plan: title, boards: deviceIds.length, steps: steps.length };
    const { reportDir } = wanted;
    const runId = runs.begin(
      { kind: 'plan', title: plan.name, deviceIds, reportDir, parameters },
      (begun, deps) => new PlanRun(begun, ready, { ...deps, ...faults }),
    );
    return { runId, problems: [] };
  }

  async #textOf(wanted: Input<'run.plan'>): Promise<{ text: string; folder: string; title: string }> {
    if ('text' in wanted) return { text: wanted.text, folder: wanted.baseDir, title: '' };
    const unreadable = (detail: string): WorkbenchError =>
      new WorkbenchError('plan/unreadable', { file: wanted.path, detail });
    const file = await this.#deps.access.resolve(wanted.path).catch((thrown: unknown) => {
      if (thrown instanceof WorkbenchError && thrown.code.startsWith('path/')) throw thrown;
      throw unreadable(messageOf(thrown));
    });
    try {
      const { size } = await stat(file);
      if (size > MAX_PLAN_BYTES) throw new Error(`${size} bytes`);
      const text = await readFile(file, 'utf8');
      return { text, folder: path.dirname(file), title: path.basename(file) };
    } catch (thrown) {
      throw unreadable(messageOf(thrown));
    }
  }
}

function hasCommands({ steps }: Plan): boolean {
  return steps.some((step) => 'command' in step || ('soak' in step && step.between !== undefined));
}

/** What a plan leaves out stays as it is. */
function defined({
  ...given
}: Plan['policy']): Partial<{ [K in keyof Plan['policy']]-?: NonNullable<Plan['policy'][K]> }> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
