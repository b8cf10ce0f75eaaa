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
import { AwaitedPushes } from './awaited-pushes.ts';
import type { WholeRun } from './run.ts';
import type { Between, RunDeps, RunPush } from './run-deps.ts';
import type { RunEvidenceDeps } from './run-evidence.ts';
import { RunEvidence } from './run-evidence.ts';
import { soakTurn } from './soak-turn.ts';
import { TaskRun } from './task-run.ts';

export interface RunsDeps extends Pick<RunDeps, 'clock' | 'board' | 'versionOf' | 'cancelPush' | 'onView'> {
  /** The chip that an image is for. */
  readonly chipOf: (imageId: string) => string | null;
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
  readonly run: WholeRun;
  /** What a fleet needs to be joined and done again; null for other runs. */
  readonly fleet: {
    readonly run: TaskRun;
    readonly push: RunPush;
    /** Boards of the image's chip join when they are opened; null for none. */
    readonly joins: { readonly imageId: string; readonly chip: string | null } | null;
  } | null;
}

/** What a run is made of besides its updates. */
export interface RunHead extends Pick<RunView, 'kind' | 'title'> {
  readonly deviceIds: readonly string[];
  /** Null: among the reports of the data directory. */
  readonly reportDir: string | null;
  readonly parameters: Report['parameters'];
}

/** What a run is told of itself. */
export type BegunRun = Pick<RunView, 'runId' | 'kind' | 'title' | 'reportFolder'>;

const NOTHING_BETWEEN: Between = { pauseMs: 0, command: null, reset: false, folder: null };

/** The runs of this program, each over boards of its own. */
export class Runs {
  readonly #deps: RunsDeps;
  readonly #runs = new Map<string, Begun>();
  readonly #pushes: AwaitedPushes;
  readonly #listeners = new Set<(deviceId: string, text: string) => void>();

  constructor(deps: RunsDeps) {
    this.#deps = deps;
    this.#pushes = new AwaitedPushes((start) => deps.push(start));
  }

  /** @throws WorkbenchError board/unknown, run/board-busy, run/command-not-allowed */
  soak(wanted: Input<'run.soak'>): string {
    const { deviceId, imageIds, cycles, stopAfter, between, pauseMs, resetBetween, push, reportDir } = wanted;
    if (between !== null && !this.#deps.mayRunCommands) throw new WorkbenchError('run/command-not-allowed');
    const tasks = Array.from({ length: cycles }, (_, index): RunTask => {
      const imageId = imageIds[index % imageIds.length] as string;
      return { id: `cycle-${index + 1}`, deviceId, imageId, cycle: index + 1 };
    });
    const title = `${cycles} × ${this.#deps.board(deviceId).state().name}`;
    const parameters = { cycles, images: imageIds.length, stopAfter, pauseMs, between, resetBetween };
    const head = { kind: 'soak', title, deviceIds: [deviceId], reportDir, parameters } as const;
    const rules = {
      tasks,
      policy: { ...SOAK_POLICY, stopAfter },
      push: { ...push, watchMs: 0 },
      between: { ...NOTHING_BETWEEN, pauseMs, command: between, reset: resetBetween },
    };
    return this.begin(head, (begun, deps) => {
      const turn = soakTurn([deviceId], imageIds, push.reset, deps);
      return new TaskRun({ ...begun, ...rules, turn }, deps);
    });
  }

  /** @throws WorkbenchError board/unknown, run/board-busy */
  fleet({ deviceIds, imageId, policy, push, joinLater, reportDir }: Input<'run.fleet'>): string {
    const unique = [...new Set(deviceIds)];
    const tasks = unique.map((deviceId) => ({ id: taskIdOf(deviceId), deviceId, imageId, cycle: 1 }));
    const version = this.#deps.versionOf(imageId) ?? '';
    const { concurrency, canary, waveSize, errorPercent, retries } = policy;
    const title = `${unique.length} × ${version}`.trim();
    const parameters = {
      boards: unique.length,
      concurrency,
      canary,
      waveSize,
      errorPercent,
      retries,
      joinLater,
    };
    const head = { kind: 'fleet', title, deviceIds: unique, reportDir, parameters } as const;
    const joins = joinLater ? { imageId, chip: this.#deps.chipOf(imageId) } : null;
    return this.begin(head, (begun, deps) => {
      const run = new TaskRun({ ...begun, tasks, policy, push, between: NOTHING_BETWEEN }, deps);
      this.#runs.set(begun.runId, { run, fleet: { run, push, joins } });
      return run;
    });
  }

  /** @throws WorkbenchError run/unknown, run/not-a-fleet, run/nothing-failed, run/board-busy */
  again(runId: string): string {
    const { run, fleet } = this.#get(runId);
    if (fleet === null) throw new WorkbenchError('run/not-a-fleet');
    const { push } = fleet;
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
    this.#pushes.verdict(view, this.#isBusy(view.deviceId));
  }

  /** Every line of every board: what a firmware says of itself is measured. */
  see(deviceId: string, { source, cut, text }: LogEntry): void {
    if (source !== 'board' || cut === 'partial') return;
    for (const listener of this.#listeners) listener(deviceId, text);
  }

  /** A board is open and said what it is: it joins the fleets that wait for its kind. */
  boardSeen({ deviceId, facts }: Board): void {
    if (facts.chip === null) return;
    for (const { fleet } of this.#runs.values()) {
      if (fleet === null || fleet.joins === null) continue;
      const { run, joins } = fleet;
      const isNew = !run.cases.some((one) => one.deviceId === deviceId);
      if (run.view.endedAtMs !== null || !isNew || this.#isBusy(deviceId)) continue;
      if (joins.chip === facts.chip)
        run.join({ id: taskIdOf(deviceId), deviceId, imageId: joins.imageId, cycle: 1 });
    }
  }

  /** Begins a run over boards that no other run has. @throws WorkbenchError board/unknown, run/board-busy */
  begin(head: RunHead, make: (begun: BegunRun, deps: RunDeps) => WholeRun): string {
    const { kind, title, deviceIds, reportDir, parameters } = head;
    for (const deviceId of deviceIds) {
      const { name } = this.#deps.board(deviceId).state();
      if (this.#isBusy(deviceId)) throw new WorkbenchError('run/board-busy', { device: name });
    }
    const { clock, reportsDir, keepAwake } = this.#deps;
    const runId = randomUUID();
    const reportFolder = reportDir ?? path.join(reportsDir, reportIdOf(kind, clock.nowMs(), runId));
    const run = make(
      { runId, kind, title, reportFolder },
      {
        ...this.#deps,
        push: (start) => this.#pushes.push(start),
        onLine: (listener) => {
          this.#listeners.add(listener);
          return () => this.#listeners.delete(listener);
        },
        onCase: (view, taskId) => evidence.caseEnded(view, taskId),
      },
    );
    const evidence = new RunEvidence(reportFolder, run.view, parameters, {
      ...this.#deps.evidence,
      clock,
      onTrouble: (error) => run.setError(error),
    });
    if (!this.#runs.has(runId)) this.#runs.set(runId, { run, fleet: null });
    const release = keepAwake();
    const done = run.ended.then(() => {
      release();
      return evidence.finish(run.view);
    });
    this.#finishing = Promise.all([this.#finishing, done]);
    run.start();
    return runId;
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
