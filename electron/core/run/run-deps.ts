import type { Input } from '../../../shared/contract/contract.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { RunView } from '../../../shared/run/run-view.ts';
import type { Board } from '../board/board.ts';
import type { Cancel, Clock } from '../ports.ts';

/** The settings of a push that every update of a run shares. */
export type RunPush = Omit<Input<'push.start'>, 'deviceId' | 'imageId'>;

/** What happens between two updates of one board. */
export interface Between {
  readonly pauseMs: number;
  /** A command of the system's shell; null for none. */
  readonly command: string | null;
  /** Whether the lines reset the board. */
  readonly reset: boolean;
  /** Where the command runs; null: where this program does. */
  readonly folder: string | null;
}

/** An update that a run began: its id, and its verdict when it is there. */
export interface BegunPush {
  readonly pushId: string;
  readonly ended: Promise<SessionView>;
}

export interface RunDeps {
  readonly clock: Clock;
  readonly board: (deviceId: string) => Board;
  /** Version of an image, for people. */
  readonly versionOf: (imageId: string) => string | null;
  /** @throws WorkbenchError as `push.start` */
  readonly push: (start: Input<'push.start'>) => Promise<BegunPush>;
  readonly cancelPush: (deviceId: string) => void;
  /** Every line of a board while the run goes on. */
  readonly onLine: (listener: (deviceId: string, text: string) => void) => Cancel;
  /** Every change of the run. */
  readonly onView: (view: RunView) => void;
  /** An update of the run ended, or could not begin: for its report. */
  readonly onCase: (view: RunView, taskId: string) => void;
}
