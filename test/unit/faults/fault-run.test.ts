import { expect, test } from 'vitest';

import { BoardWatch } from '../../../electron/core/faults/board-watch.ts';
import type { RunnerBoard } from '../../../electron/core/faults/bring-back.ts';
import { FaultRunner } from '../../../electron/core/faults/fault-run.ts';
import type { Input } from '../../../shared/contract/contract.ts';
import type { BoardState } from '../../../shared/contract/values.ts';
import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import { profileFromFacts } from '../../../shared/faults/board-profile.ts';
import type { FaultName } from '../../../shared/faults/fault.ts';
import type { FaultRun } from '../../../shared/faults/fault-values.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import { sha256 } from '../../support/digests.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { soundApp } from '../../support/images.ts';
import { boardOf, entryOf, verdictOf, viewOf } from '../../support/session-views.ts';

const READY: BoardFacts = {
  ...NO_FACTS,
  program: 'native',
  version: '1.0.0',
  runningPartition: 'factory',
  boots: 1,
  ready: true,
};
const FAILED = verdictOf({ outcome: 'failed', error: { code: 'http/status', params: { status: 404 } } });

/** A runner over a board that does what a test says. */
class Bench {
  readonly clock = new FakeClock();
  readonly starts: Input<'push.start'>[] = [];
  readonly runs: FaultRun[] = [];
  resets = 0;
  cancelled = 0;
  onReset = (): void =>
    this.say({ facts: { ...this.state.facts, boots: this.state.facts.boots + 1, ready: true } });
  onPush = (pushId: string): void => this.say({ session: viewOf({ pushId, verdict: FAILED }) });
  state: BoardState;
  readonly #abort = new AbortController();
  readonly #listeners = new Set<(deviceId: string) => void>();
  readonly hasModemLines: boolean;

  constructor(hasModemLines = true, facts: BoardFacts = READY) {
    this.hasModemLines = hasModemLines;
    this.state = boardOf({ facts, hasModemLines });
  }

  say(change: Partial<BoardState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener(this.state.deviceId);
  }

  runner(names: readonly FaultName[]): FaultRunner {
    const { clock } = this;
    const own = this;
    const { signal } = this.#abort;
    const board: RunnerBoard = {
      deviceId: this.state.deviceId,
      get facts() {
        return own.state.facts;
      },
      state: () => this.state,
      spendReady: () => this.say({ facts: { ...this.state.facts, ready: false } }),
      link: {
        hasModemLines: this.hasModemLines,
        reset: async () => {
          this.resets += 1;
          this.onReset();
        },
      },
    };
    const onState = (listener: (deviceId: string) => void) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    };
    const image = entryOf(inspectImage(soundApp({ version: '2.0.0' }), sha256));
    const push = async (start: Input<'push.start'>) => {
      this.starts.push(start);
      const pushId = `push-${this.starts.length}`;
      this.say({ facts: { ...this.state.facts, ready: false } });
      this.onPush(pushId);
      return pushId;
    };
    return new FaultRunner(
      {
        clock,
        board,
        image,
        watch: new BoardWatch({ clock, state: () => this.state, onState }, signal),
        signal,
        profile: () => profileFromFacts(this.state.facts),
        reasonAgainst: () => null,
        push,
        cancelPush: () => {
          this.cancelled += 1;
        },
        onState: (run) => this.runs.push(run),
      },
      {
        deviceId: board.deviceId,
        imageId: image.imageId,
        names: [...names],
        images: {},
        params: {},
        port: 0,
      },
      names,
    );
  }

  abort(): void {
    this.#abort.abort();
  }
}

test('each fault is pushed under a version of its own, past the pre-flight, and the board is reset after it', async () => {
  const bench = new Bench();
  const runner = bench.runner(['status-404', 'status-500']);
  await runner.run();
  expect(runner.state).toMatchObject({ state: 'done', error: null });
  expect(runner.state.results.map(({ state }) => state)).toEqual(['passed', 'passed']);
  expect(bench.resets).toBe(2);
  const versions = bench.starts.map(({ fault }) => fault?.version);
  expect(new Set(versions).size).toBe(2);
  expect(bench.starts[0]).toMatchObject({ override: 'all', reset: true, sendUrl: true, watchMs: 0 });
});

test('a board that is not ready is reset before the first fault', async () => {
  const bench = new Bench(true, { ...READY, ready: false });
  await bench.runner(['status-404']).run();
  expect(bench.resets).toBe(2);
});

test('a board that does not come back is the finding, and nothing more is run', async () => {
  const bench = new Bench();
  bench.onReset = () => undefined;
  const runner = bench.runner(['status-404', 'status-500']);
  const done = runner.run();
  await bench.clock.advanceAsync(89_000);
  expect(runner.state.state).toBe('running');
  await bench.clock.advanceAsync(2_000);
  await done;
  expect(runner.state).toMatchObject({ state: 'stopped', error: { code: 'faults/board-lost' } });
  expect(runner.state.results).toMatchObject([
    { state: 'failed', observed: 'http/status', finding: 'notBack' },
    { state: 'notRun', error: { code: 'faults/board-lost' } },
  ]);
});

test('a board without lines that restarted by itself needs nobody; another waits for a person', async () => {
  const bench = new Bench(false);
  const runner = bench.runner(['status-404']);
  const done = runner.run();
  await bench.clock.advanceAsync(9_000);
  expect(runner.state.waitingFor).toBeNull();
  await bench.clock.advanceAsync(2_000);
  expect(runner.state).toMatchObject({ waitingFor: 'reset', doing: { step: 'returning' } });
  bench.say({ facts: READY });
  await done;
  expect(runner.state).toMatchObject({ state: 'done', waitingFor: null });
  expect(bench.starts[0]?.reset).toBe(false);
});

test('an update that gives no verdict ends by the runner’s own bound', async () => {
  const bench = new Bench();
  bench.onPush = () => undefined;
  const runner = bench.runner(['status-404']);
  const done = runner.run();
  await bench.clock.advanceAsync(400_000);
  await done;
  expect(runner.state).toMatchObject({ state: 'stopped', error: { code: 'faults/no-verdict' } });
  expect(bench.cancelled).toBe(1);
});

test('called off in mid-update, the update is called off too and nothing is judged', async () => {
  const bench = new Bench();
  bench.onPush = () => undefined;
  const runner = bench.runner(['status-404', 'status-500']);
  const done = runner.run();
  await bench.clock.advanceAsync(10);
  bench.abort();
  await done;
  expect(runner.state).toMatchObject({ state: 'cancelled', error: null, doing: null });
  expect(runner.state.results.map(({ state }) => state)).toEqual(['notRun', 'notRun']);
  expect(bench.cancelled).toBe(1);
});

test('a filling that the board takes is the finding of the truncation it was for', async () => {
  const bench = new Bench();
  bench.onPush = (pushId) => {
    bench.say({
      facts: { ...READY, version: '2.0.0-x', runningPartition: 'ota_0' },
      session: viewOf({ pushId, verdict: verdictOf() }),
    });
  };
  const runner = bench.runner(['truncated-body']);
  await runner.run();
  expect(runner.state.results[0]).toMatchObject({ state: 'failed', finding: 'taken' });
  expect(bench.starts.map(({ fault }) => fault?.fillsSlot)).toEqual([true]);
});

test('every state of a run has its fault queued, running or over, and an end', async () => {
  const bench = new Bench();
  await bench.runner(['status-404']).run();
  expect(bench.runs[0]?.results[0]?.state).toBe('queued');
  expect(bench.runs.some(({ results }) => results[0]?.state === 'running')).toBe(true);
  expect(bench.runs.at(-1)?.endedAtMs).not.toBeNull();
});
