import { randomUUID } from 'node:crypto';
import path from 'node:path';

import type { Input } from '../../../shared/contract/contract.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import { reportIdOf } from '../../../shared/report/make-report.ts';
import type { Report } from '../../../shared/report/report-schema.ts';
import { SOAK_POLICY } from '../../../shared/run/run-policy.ts';
import type { RunTask } from '../../../shared/run/run-state.ts';
import type { RunView } from '../../../shared/run/run-view.ts';
import type { Board } from '../board/board.ts';
import type { Cancel } from '../ports.ts';
import type { BegunPush, Between, RunDeps, RunPush } from './run-deps.ts';
import type { RunEvidenceDeps } from './run-evidence.ts';
import { RunEvidence } from './run-evidence.ts';
import { TaskRun } from './task-run.ts';

export interface RunsDeps extends Pick<RunDeps, 'clock' | 'board' | 'versionOf' | 'cancelPush' | 'onView'> {
  readonly boards: () => readonly Board[];
  /** @throws WorkbenchError as `push.start` */
  readonly push: (start: Input<'push.start'>) => Promise<string>;
  readonly reportsDir: string;
  readonly evidence: Omit<RunEvidenceDeps, 'onTrouble' | 'clock'>;
  /** Whether commands of the system's shell may be run. */
  readonly mayRunCommands: boolean;
  /** Keeps the computer awake until the returned function is called. */
  readonly keepAwake: () => Cancel;
}

interface Begun {
  readonly run: TaskRun;
  readonly evidence: RunEvidence;
  /** What a run of the same again needs. */
  readonly push: RunPush;
  /** Boards of these chips join when they are opened; null for none. */
  readonly joins: { readonly imageId: string; readonly chips: ReadonlySet<string> } | null;
}

const NOTHING_BETWEEN: Between = { pauseMs: 0, command: null, reset: false };

/** The runs of this program: soaks and fleets, each over boards of its own. */
export class Runs {
  readonly #deps: RunsDeps;
  readonly #runs = new Map<string, Begun>();
  /** By pushId: who waits for a verdict. A verdict that came before anyone asked is kept until then. */
  readonly #awaited = new Map<string, (view: SessionView) => void>();
  readonly #early = new Map<string, SessionView>();
  readonly #listeners = new Set<(deviceId: string, text: string) => void>();

  constructor(deps: RunsDeps) {
    this.#deps = deps;
  }

  /** @throws WorkbenchError board/unknown, run/board-busy, run/command-not-allowed */
  soak(wanted: Input<'run.soak'>): string {
    const { deviceId, imageIds, cycles, stopAfter, between, pauseMs, resetBetween, push, reportDir } = wanted;
    if (between !== null && !this.#deps.mayRunCommands) throw new WorkbenchError('run/command-not-allowed');
    const tasks = Array.from({ length: cycles }, (_, index): RunTask => {
      const imageId = imageIds[index % imageIds.length] as string;
      return { id: `cycle-${index + 1}`, deviceId, imageId, cycle: index + 1 };
    });
    const name = this.#deps.board(deviceId).state().name;
    return this.#begin('soak', `${cycles} × ${name}`, tasks, {
      policy: { ...SOAK_POLICY, stopAfter },
      push,
      between: { pauseMs, command: between, reset: resetBetween },
      reportDir,
      parameters: { cycles, images: imageIds.length, stopAfter, pauseMs, between, resetBetween },
      joins: null,
    });
  }

  /** @throws WorkbenchError board/unknown, run/board-busy */
  fleet({ deviceIds, imageId, policy, push, joinLater, reportDir }: Input<'run.fleet'>): string {
    const unique = [...new Set(deviceIds)];
    const tasks = unique.map((deviceId) => ({ id: taskIdOf(deviceId), deviceId, imageId, cycle: 1 }));
    const chips = unique
      .map((deviceId) => this.#deps.board(deviceId).facts.chip)
      .filter((chip) => chip !== null);
    const version = this.#deps.versionOf(imageId) ?? '';
    const { concurrency, canary, waveSize, errorPercent, retries } = policy;
    return this.#begin('fleet', `${unique.length} × ${version}`.trim(), tasks, {
      policy,
      push,
      between: NOTHING_BETWEEN,
      reportDir,
      parameters: { boards: unique.length, concurrency, canary, waveSize, errorPercent, retries, joinLater },
      joins: joinLater ? { imageId, chips: new Set(chips) } : null,
    });
  }

  /** @throws WorkbenchError run/unknown, run/nothing-failed, run/board-busy */
  again(runId: string): string {
    const { run, push } = this.#get(runId);
    const { cases, policy } = run.view;
    const left = cases.filter(({ state }) => state.kind !== 'ended' || state.outcome !== 'confirmed');
    const [first] = left;
    if (first === undefined) throw new WorkbenchError('run/nothing-failed');
    return this.fleet({
      deviceIds: left.map(({ deviceId }) => deviceId),
      imageId: first.imageId,
      policy: { ...policy, canary: 0, retryOn: [...policy.retryOn] },
      push: { ...push, override: push.override === 'all' ? 'all' : [...push.override] },
      joinLater: false,
      reportDir: null,
    });
  }

  /** @throws WorkbenchError run/unknown */
  pause(runId: string, paused: boolean): void {
    this.#get(runId).run.pause(paused);
  }

  /** Ends with the last update of the run. @throws WorkbenchError run/unknown */
  async cancel(runId: string): Promise<void> {
    const { run } = this.#get(runId);
    run.cancel();
    await run.ended;
  }

  cancelAll(): void {
    for (const { run } of this.#runs.values()) if (run.view.endedAtMs === null) run.cancel();
  }

  /** Ends once the reports of all runs are written, or could not be. */
  async settled(): Promise<void> {
    await Promise.all([...this.#runs.values()].map(({ run }) => run.ended));
    await this.#finishing;
  }

  #finishing: Promise<unknown> = Promise.resolve();

  /** The verdict of an update, of a run or not. */
  verdict(view: SessionView): void {
    const settle = this.#awaited.get(view.pushId);
    if (settle !== undefined) settle(view);
    else if (this.#isBusy(view.deviceId)) this.#early.set(view.pushId, view);
    this.#awaited.delete(view.pushId);
  }

  /** Every line of every board: what a firmware says of itself is measured. */
  see(deviceId: string, { source, cut, text }: LogEntry): void {
    if (source !== 'board' || cut === 'partial') return;
    for (const listener of this.#listeners) listener(deviceId, text);
  }

  /** A board is open and said what it is: it joins the fleets that wait for its kind. */
  boardSeen({ deviceId, facts }: Board): void {
    if (facts.chip === null) return;
    for (const { run, joins } of this.#runs.values()) {
      const isNew = !run.view.cases.some((one) => one.deviceId === deviceId);
      if (joins === null || run.view.endedAtMs !== null || !isNew || this.#isBusy(deviceId)) continue;
      if (joins.chips.has(facts.chip))
        run.join({ id: taskIdOf(deviceId), deviceId, imageId: joins.imageId, cycle: 1 });
    }
  }

  #begin(
    kind: RunView['kind'],
    title: string,
    tasks: readonly RunTask[],
    more: {
      readonly policy: RunView['policy'];
      readonly push: RunPush;
      readonly between: Between;
      readonly reportDir: string | null;
      readonly parameters: Report['parameters'];
      readonly joins: Begun['joins'];
    },
  ): string {
    for (const deviceId of new Set(tasks.map((task) => task.deviceId))) {
      const { name } = this.#deps.board(deviceId).state();
      if (this.#isBusy(deviceId)) throw new WorkbenchError('run/board-busy', { device: name });
    }
    const runId = randomUUID();
    const folder =
      more.reportDir ?? path.join(this.#deps.reportsDir, reportIdOf(kind, this.#deps.clock.nowMs(), runId));
    const input = { runId, kind, title, tasks, reportFolder: folder, ...more };
    const run = new TaskRun(input, {
      ...this.#deps,
      push: (start) => this.#push(start),
      onLine: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      onCase: (view, taskId) => evidence.caseEnded(view, taskId),
    });
    const evidence = new RunEvidence(folder, run.view, more.parameters, {
      ...this.#deps.evidence,
      clock: this.#deps.clock,
      onTrouble: (error) => run.setError(error),
    });
    this.#runs.set(runId, { run, evidence, push: more.push, joins: more.joins });
    const release = this.#deps.keepAwake();
    const done = run.ended.then(() => {
      release();
      return evidence.finish(run.view);
    });
    this.#finishing = Promise.all([this.#finishing, done]);
    run.start();
    return runId;
  }

  async #push(start: Input<'push.start'>): Promise<BegunPush> {
    const pushId = await this.#deps.push(start);
    const early = this.#early.get(pushId);
    this.#early.delete(pushId);
    if (early !== undefined) return { pushId, ended: Promise.resolve(early) };
    const ended = new Promise<SessionView>((resolve) => this.#awaited.set(pushId, resolve));
    return { pushId, ended };
  }

  #isBusy(deviceId: string): boolean {
    return [...this.#runs.values()].some(
      ({ run: { view } }) => view.endedAtMs === null && view.cases.some((one) => one.deviceId === deviceId),
    );
  }

  #get(runId: string): Begun {
    const begun = this.#runs.get(runId);
    if (begun === undefined) throw new WorkbenchError('run/unknown', { runId });
    return begun;
  }
}

/** A deviceId may hold letters that a name of a report's file may not be long enough for. */
function taskIdOf(deviceId: string): string {
  return deviceId.slice(0, 80);
}
