import type { Recogniser } from '../../../shared/ota/mapping/recogniser.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { SessionJournal } from './session-journal.ts';
import { takeUp } from './take-up.ts';

export interface LeftOverDeps {
  readonly journal: SessionJournal;
  readonly logsFolder: string;
  readonly recognise: Recogniser;
  /** The verdict of each, in the order in which they began. */
  readonly onVerdict: (view: SessionView) => void;
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
    const views = await Promise.all(entries.map((entry) => takeUp(entry, logsFolder, recognise)));
    views.sort((one, other) => one.startedAtMs - other.startedAtMs);
    for (const view of views) {
      this.#views.set(view.deviceId, view);
      onVerdict(view);
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
