import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import type { Recogniser } from '../../../shared/ota/mapping/recogniser.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { JournalBoard, SessionJournal } from './session-journal.ts';
import { takeUp } from './take-up.ts';

export interface LeftOverDeps {
  readonly journal: SessionJournal;
  readonly logsFolder: string;
  readonly recognise: Recogniser;
  /** The verdict of each, in the order in which they began, with the board it was of. */
  readonly onVerdict: (view: SessionView, board: LeftBoard | null) => void;
}

/** The board of an update that an earlier program began, with the end of its log; null: what it was is not kept. */
export interface LeftBoard extends JournalBoard {
  readonly facts: BoardFacts;
  readonly toOffset: number;
}

/** Updates of an earlier program that ended without a verdict; each shows on its board once that is opened. */
export class LeftOver {
  readonly #deps: LeftOverDeps;
  readonly #views = new Map<string, SessionView>();

  constructor(deps: LeftOverDeps) {
    this.#deps = deps;
  }

  async read(): Promise<void> {
    const { journal, logsFolder, recognise, onVerdict } = this.#deps;
    const entries = await journal.readAll();
    const all = await Promise.all(
      entries.map(async (entry) => {
        const { view, facts, toOffset } = await takeUp(entry, logsFolder, recognise);
        return { view, board: entry.board === undefined ? null : { ...entry.board, facts, toOffset } };
      }),
    );
    all.sort((one, other) => one.view.startedAtMs - other.view.startedAtMs);
    for (const { view, board } of all) {
      this.#views.set(view.deviceId, view);
      onVerdict(view, board);
      journal.remove(view.pushId);
    }
  }

  /** Once for each board. */
  take(deviceId: string): SessionView | null {
    const view = this.#views.get(deviceId) ?? null;
    this.#views.delete(deviceId);
    return view;
  }
}
