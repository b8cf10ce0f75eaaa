import type { Input } from '../../../shared/contract/contract.ts';
import type { ImageEntry } from '../../../shared/contract/values.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import type { BoardProfile } from '../../../shared/faults/board-profile.ts';
import { profileFromFacts } from '../../../shared/faults/board-profile.ts';
import { expectationOf } from '../../../shared/faults/expectation.ts';
import type { FaultName, ImageFault } from '../../../shared/faults/fault.ts';
import { FAULT_NAMES, IMAGE_FAULTS } from '../../../shared/faults/fault.ts';
import { paramsFor } from '../../../shared/faults/fault-body.ts';
import { FAULTS } from '../../../shared/faults/fault-table.ts';
import type { FaultInfo, FaultRun } from '../../../shared/faults/fault-values.ts';
import type { Board } from '../board/board.ts';
import type { Cancel, Clock, VirtualFaults } from '../ports.ts';
import { BoardWatch } from './board-watch.ts';
import { FaultRunner } from './fault-run.ts';

export interface FaultRunsDeps {
  readonly clock: Clock;
  readonly board: (deviceId: string) => Board;
  readonly image: (imageId: string) => ImageEntry;
  readonly virtualFaults: VirtualFaults | null;
  readonly push: (board: Board, start: Input<'push.start'>) => Promise<string>;
  readonly cancelPush: (deviceId: string) => void;
  /** Every change of any board. */
  readonly onBoard: (listener: (deviceId: string) => void) => Cancel;
  readonly onState: (run: FaultRun) => void;
}

interface Running {
  readonly runner: FaultRunner;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** The fault lab: what can be run on a board, and the runs, one a board at most. */
export class FaultRuns {
  readonly #deps: FaultRunsDeps;
  readonly #running = new Map<string, Running>();

  constructor(deps: FaultRunsDeps) {
    this.#deps = deps;
  }

  /** Every fault with what it should do to this board. @throws WorkbenchError board/unknown, image/unknown */
  list({ deviceId, imageId, images }: Input<'faults.list'>): readonly FaultInfo[] {
    const board = this.#deps.board(deviceId);
    const { sizeBytes } = this.#deps.image(imageId).facts;
    const profile = this.#profile(board);
    return FAULT_NAMES.map((name) => {
      const { group, side, params } = FAULTS[name];
      const numbers = paramsFor(name, {}, sizeBytes);
      const expected = expectationOf(name, numbers, profile);
      const reason = this.#reasonAgainst(board, profile, images, name);
      return {
        name,
        group,
        side,
        params: Object.fromEntries(params.map((key) => [key, numbers[key]])),
        expected: reason === null ? expected : null,
        reason,
      };
    });
  }

  /** Codes of which one is right for an update with this fault; null where the board's program knows no such fault. */
  codesOf(deviceId: string, imageId: string, name: FaultName): readonly string[] | null {
    const { sizeBytes } = this.#deps.image(imageId).facts;
    const profile = this.#profile(this.#deps.board(deviceId));
    return expectationOf(name, paramsFor(name, {}, sizeBytes), profile)?.codes ?? null;
  }

  /** @throws WorkbenchError faults/running, faults/needs-image, faults/virtual-only, board/not-open, image/… */
  start(wanted: Input<'faults.run'>): string {
    const { clock, push, cancelPush, onBoard, onState } = this.#deps;
    const { deviceId, images } = wanted;
    const board = this.#deps.board(deviceId);
    const image = this.#deps.image(wanted.imageId);
    const device = board.state().name;
    if (this.#running.has(deviceId)) throw new WorkbenchError('faults/running', { device });
    if (!board.isOpen) throw new WorkbenchError('board/not-open', { device });
    const problem = image.facts.problems[0];
    if (problem !== undefined) throw new WorkbenchError(problem.code, problem.params);
    const against = (name: FaultName): ErrorPayload | null =>
      this.#reasonAgainst(board, this.#profile(board), images, name);
    const names = this.#names(wanted, board);
    const abort = new AbortController();
    const watch = new BoardWatch({ clock, state: () => board.state(), onState: onBoard }, abort.signal);
    const runner = new FaultRunner(
      {
        clock,
        board,
        image,
        watch,
        signal: abort.signal,
        profile: () => this.#profile(board),
        reasonAgainst: against,
        push: (start) => push(board, start),
        cancelPush: () => cancelPush(deviceId),
        onState,
      },
      wanted,
      names,
    );
    const ended = runner.run().finally(() => this.#running.delete(deviceId));
    this.#running.set(deviceId, { runner, abort, ended });
    return runner.state.runId;
  }

  /** Ends a run; the board stays as it is. */
  async cancel(deviceId: string): Promise<void> {
    const running = this.#running.get(deviceId);
    running?.abort.abort();
    await running?.ended;
  }

  async cancelAll(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((deviceId) => this.cancel(deviceId)));
  }

  /** Of `all`, what cannot be run is left out; what was asked for by name must have what it needs. */
  #names({ names, images }: Input<'faults.run'>, board: Board): readonly FaultName[] {
    const profile = this.#profile(board);
    const needs = (name: FaultName): ErrorPayload | null => this.#needs(board, images, name);
    if (names === 'all')
      return FAULT_NAMES.filter((name) => this.#reasonAgainst(board, profile, images, name) === null);
    for (const name of names) {
      const missing = needs(name);
      if (missing !== null) throw new WorkbenchError(missing.code, missing.params);
    }
    return FAULT_NAMES.filter((name) => names.includes(name));
  }

  #reasonAgainst(
    board: Board,
    profile: BoardProfile,
    images: Input<'faults.run'>['images'],
    name: FaultName,
  ): ErrorPayload | null {
    const missing = this.#needs(board, images, name);
    if (missing !== null) return missing;
    return expectationOf(name, paramsFor(name, {}, 1), profile) === null
      ? { code: 'faults/not-for-program', params: { program: profile.program ?? '' } }
      : null;
  }

  /** What a real board needs for a fault that a virtual one makes itself. */
  #needs(board: Board, images: Input<'faults.run'>['images'], name: FaultName): ErrorPayload | null {
    const { side, image } = FAULTS[name];
    if (board.port.virtual && this.#deps.virtualFaults !== null) return null;
    if (image !== null && isImageFault(image) && images[image] === undefined)
      return { code: 'faults/needs-image', params: { name: image } };
    return side === 'board' && image === null ? { code: 'faults/virtual-only', params: {} } : null;
  }

  #profile(board: Board): BoardProfile {
    const virtual = board.port.virtual ? this.#deps.virtualFaults?.profile(board.port.path) : null;
    return virtual ?? profileFromFacts(board.facts);
  }
}

function isImageFault(name: FaultName): name is ImageFault {
  return IMAGE_FAULTS.some((known) => known === name);
}
