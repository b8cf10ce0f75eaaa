import type { BoardState } from '../../../shared/contract/values.ts';
import type { Board } from '../board/board.ts';
import type { BoardLink } from '../board/board-link.ts';
import type { BoardWatch } from './board-watch.ts';

/** As much of a board as a run uses. */
export type RunnerBoard = Pick<Board, 'deviceId' | 'facts' | 'state' | 'spendReady'> & {
  readonly link: Pick<BoardLink, 'hasModemLines' | 'reset'>;
};

/** A board that is reset has this long until it asks for a URL again. */
const READY_MS = 90_000;
/** How long a board that restarted by itself may take before a person is asked. */
const BY_ITSELF_MS = 10_000;

/** Brings a board back to where it asks for a URL. */
export class BringBack {
  readonly #board: RunnerBoard;
  readonly #watch: BoardWatch;
  readonly #onWaiting: (waitingFor: 'reset' | null) => void;

  constructor(board: RunnerBoard, watch: BoardWatch, onWaiting: (waitingFor: 'reset' | null) => void) {
    this.#board = board;
    this.#watch = watch;
    this.#onWaiting = onWaiting;
  }

  /** Resets the board, unless it is ready and may stay so. False: it does not come back, or the run was called off. */
  async run(mayStay: boolean): Promise<boolean> {
    const board = this.#board;
    if (mayStay) return true;
    if (!board.link.hasModemLines && board.state().link === 'open') return this.#byPerson();
    const { boots } = board.facts;
    board.spendReady();
    // A port that is away meanwhile is opened again when it returns.
    await board.link.reset().catch(() => undefined);
    const isBack = ({ facts }: BoardState): boolean => facts.ready && (facts.boots > boots || boots === 0);
    return (await this.#watch.until(isBack, READY_MS)) !== null;
  }

  /** Without lines a board that does not ask for a URL by itself is reset by a person. */
  async #byPerson(): Promise<boolean> {
    const isReady = ({ facts }: BoardState): boolean => facts.ready;
    if ((await this.#watch.until(isReady, BY_ITSELF_MS)) !== null) return true;
    this.#onWaiting('reset');
    const back = await this.#watch.until(isReady, READY_MS);
    this.#onWaiting(null);
    return back !== null;
  }
}
