import { randomBytes, randomUUID } from 'node:crypto';

import type { Input } from '../../../shared/contract/contract.ts';
import type { BoardState, ImageEntry } from '../../../shared/contract/values.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import { toErrorPayload, WorkbenchError } from '../../../shared/errors.ts';
import type { BoardProfile } from '../../../shared/faults/board-profile.ts';
import type { Expectation } from '../../../shared/faults/expectation.ts';
import { expectationOf } from '../../../shared/faults/expectation.ts';
import type { FaultName } from '../../../shared/faults/fault.ts';
import { paramsFor } from '../../../shared/faults/fault-body.ts';
import { FAULTS } from '../../../shared/faults/fault-table.ts';
import type { FaultResult, FaultRun, FaultStep } from '../../../shared/faults/fault-values.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { Clock } from '../ports.ts';
import type { BoardWatch } from './board-watch.ts';
import type { RunnerBoard } from './bring-back.ts';
import { BringBack } from './bring-back.ts';
import { blankResult } from './fault-state.ts';
import { identityOf } from './identity.ts';
import { judgeFault } from './judge-fault.ts';
import { offeredVersion } from './offered-version.ts';

export interface FaultRunDeps {
  readonly clock: Clock;
  readonly board: RunnerBoard;
  readonly image: ImageEntry;
  readonly watch: BoardWatch;
  readonly signal: AbortSignal;
  readonly profile: () => BoardProfile;
  /** Why a fault cannot be run on this board; null where it can. */
  readonly reasonAgainst: (name: FaultName) => ErrorPayload | null;
  readonly push: (start: Input<'push.start'>) => Promise<string>;
  readonly cancelPush: () => void;
  readonly onState: (run: FaultRun) => void;
}

type Wanted = Input<'faults.run'>;

/** Bounds one update with a fault, whatever its session waits for. */
const PUSH_MS = 180_000;
/** What comes after the bound of an update until its verdict is there. */
const VERDICT_MS = 5_000;

/** Takes one board through its faults, one after the other, and sees to it that each begins where the last began. */
export class FaultRunner {
  readonly #deps: FaultRunDeps;
  readonly #wanted: Wanted;
  readonly #tag = randomBytes(2).toString('hex');
  readonly #bringBack: BringBack;
  #run: FaultRun;
  #count = 0;

  constructor(deps: FaultRunDeps, wanted: Wanted, names: readonly FaultName[]) {
    this.#deps = deps;
    this.#wanted = wanted;
    const { board, image, clock, watch } = deps;
    this.#bringBack = new BringBack(board, watch, (waitingFor) => this.#change({ waitingFor }));
    this.#run = {
      runId: randomUUID(),
      deviceId: board.deviceId,
      imageId: image.imageId,
      fileName: image.fileName,
      startedAtMs: clock.nowMs(),
      endedAtMs: null,
      state: 'running',
      error: null,
      doing: null,
      waitingFor: null,
      results: names.map(blankResult),
    };
    deps.onState(this.#run);
  }

  get state(): FaultRun {
    return this.#run;
  }

  /** Resolves when the last fault is over, a board is lost, or the run is called off. Never rejects. */
  async run(): Promise<void> {
    let error: ErrorPayload | null = null;
    try {
      error = await this.#all();
    } catch (thrown) {
      error = toErrorPayload(thrown);
    }
    const cancelled = this.#deps.signal.aborted;
    this.#change({
      state: cancelled ? 'cancelled' : error === null ? 'done' : 'stopped',
      error: cancelled ? null : error,
      doing: null,
      waitingFor: null,
      endedAtMs: this.#deps.clock.nowMs(),
      results: this.#run.results.map((result) =>
        result.state === 'queued' || result.state === 'running'
          ? { ...result, state: 'notRun', error: cancelled ? null : error }
          : result,
      ),
    });
  }

  /** What stopped it, or null. */
  async #all(): Promise<ErrorPayload | null> {
    for (const { name } of this.#run.results) {
      if (this.#deps.signal.aborted) return null;
      this.#change({ doing: { name, step: 'resetting' } });
      if (!(await this.#bringBack.run(this.#deps.board.facts.ready))) return this.#lost();
      const startedAtMs = this.#deps.clock.nowMs();
      this.#result(name, { state: 'running' });
      const result = await this.#one(name);
      if (result === null) return null;
      this.#result(name, { ...result, durationMs: this.#deps.clock.nowMs() - startedAtMs });
      if (result.finding === 'notBack') return this.#lost();
    }
    return null;
  }

  #lost(): ErrorPayload {
    return { code: 'faults/board-lost', params: { device: this.#deps.board.state().name } };
  }

  /** Null where it was called off. */
  async #one(name: FaultName): Promise<Partial<FaultResult> | null> {
    const { board, image, profile, reasonAgainst } = this.#deps;
    const params = paramsFor(name, this.#wanted.params[name] ?? {}, image.facts.sizeBytes);
    const expected = expectationOf(name, params, profile());
    const reason = reasonAgainst(name);
    if (expected === null || reason !== null) return { state: 'notRun', error: reason };
    this.#result(name, { expected: expected.codes });
    const version = offeredVersion(name, image.facts, board.facts, this.#nextVersionTag());
    if (version === 'impossible') {
      return { state: 'notRun', error: { code: 'faults/signed', params: { file: image.fileName } } };
    }
    const unready = await this.#prepare(name, version);
    if (unready !== null) return unready;
    const before = identityOf(board.facts);
    const view = await this.#push(name, version, 'pushing');
    if (view === null) return null;
    this.#step(name, 'returning');
    const back = await this.#bringBack.run(false);
    if (this.#deps.signal.aborted) return null;
    const after = back ? identityOf(board.facts) : null;
    return judgeFault(expected, { view, before, after });
  }

  /** What must be so before the fault; a result where it could not be made so. */
  async #prepare(name: FaultName, version: string | null): Promise<Partial<FaultResult> | null> {
    if (FAULTS[name].needsFilledSlot) {
      const expected: Expectation = { codes: ['image/corrupt'], runs: 'before' };
      return this.#first(name, version, 'filling', expected);
    }
    if (name !== 'last-invalid-version') return null;
    return this.#first(name, version, 'preparing', { codes: ['boot/diagnostics-failed'], runs: 'before' });
  }

  async #first(
    name: FaultName,
    version: string | null,
    step: 'filling' | 'preparing',
    expected: Expectation,
  ): Promise<Partial<FaultResult> | null> {
    const before = identityOf(this.#deps.board.facts);
    const view = await this.#push(step === 'filling' ? name : 'diagnostics-fail', version, step, name);
    if (view === null) return { state: 'notRun' };
    this.#step(name, 'returning');
    const back = await this.#bringBack.run(false);
    const after = back ? identityOf(this.#deps.board.facts) : null;
    const judged = judgeFault(expected, { view, before, after });
    return judged.state === 'passed' ? null : judged;
  }

  /** One update to its verdict; null where the run was called off or gave none. */
  async #push(
    name: FaultName,
    version: string | null,
    step: FaultStep,
    shownAs: FaultName = name,
  ): Promise<SessionView | null> {
    const { board, image, push, cancelPush, watch, signal } = this.#deps;
    this.#step(shownAs, step);
    const timeoutMs = PUSH_MS;
    const { params, port, images } = this.#wanted;
    const own = FAULTS[name].image;
    const pushId = await push({
      deviceId: board.deviceId,
      imageId: (own !== null && step !== 'filling' && images[own as keyof typeof images]) || image.imageId,
      override: 'all',
      reset: board.link.hasModemLines,
      sendUrl: true,
      timeoutMs,
      watchMs: 0,
      fault: { name, params: params[name] ?? {}, version, fillsSlot: step === 'filling', port },
    });
    const ended = ({ session }: BoardState): boolean =>
      session?.pushId === pushId && session.verdict !== null;
    const state = await watch.until(ended, timeoutMs + VERDICT_MS);
    if (state !== null) return state.session;
    cancelPush();
    if (signal.aborted) return null;
    throw new WorkbenchError('faults/no-verdict', { device: board.state().name });
  }

  #nextVersionTag(): string {
    this.#count += 1;
    return `${this.#tag}${this.#count}`;
  }

  #step(name: FaultName, step: FaultStep): void {
    this.#change({ doing: { name, step } });
  }

  #result(name: FaultName, change: Partial<FaultResult>): void {
    const results = this.#run.results.map((each) => (each.name === name ? { ...each, ...change } : each));
    this.#change({ results });
  }

  #change(change: Partial<FaultRun>): void {
    this.#run = { ...this.#run, ...change };
    this.#deps.onState(this.#run);
  }
}
