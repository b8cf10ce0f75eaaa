import type { VirtualBoardOptions } from '../../../electron/virtual/board-options.ts';
import type { VirtualBoard } from '../../../electron/virtual/virtual-board.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { FaultName, FaultParams } from '../../../shared/faults/fault.ts';
import type { PreflightName } from '../../../shared/ota/preflight.ts';
import type { SessionEvent } from '../../../shared/ota/session/session.ts';
import type { Stage } from '../../../shared/ota/stage.ts';
import type { CoreClient, Opening } from '../core-client.ts';

/** What stands in the way of one update of a virtual board, and the code that it must end with. */
export interface Scenario {
  readonly code: ErrorCode;
  readonly board?: Partial<VirtualBoardOptions>;
  /** The image that is offered; a sound one of version 2.0.0 where left out. */
  readonly image?: Uint8Array<ArrayBuffer>;
  /** Served by a server that misbehaves like this. */
  readonly fault?: { readonly name: FaultName; readonly params?: FaultParams; readonly fillsSlot?: boolean };
  readonly override?: 'all' | PreflightName[];
  readonly sendUrl?: boolean;
  readonly timeoutMs?: number;
  /** On a core of its own: with this host of its URLs, on this machine, with these boards alone let in. */
  readonly own?: Pick<Opening, 'network'> & {
    readonly host?: string;
    readonly allowedBoards?: readonly string[];
  };
  /** Watches the image for so long after it was confirmed; then the watch's code is the scenario's. */
  readonly watchMs?: number;
  /** For the replay: nothing that the server saw is this board's for sure. */
  readonly guessed?: boolean;
  /** Waits for the board's ready line before the push; true where left out. */
  readonly untilReady?: boolean;
  readonly before?: (at: At) => Promise<void> | void;
  /** For the replay: what was known of the way to the board. */
  readonly way?: object;
  /** Once this stage was reached, or at once for null. */
  readonly during?: { readonly stage: Stage | null; readonly act: (at: At) => Promise<void> | void };
}

/** Where a scenario is played. */
export interface At {
  readonly client: CoreClient;
  readonly deviceId: string;
  readonly board: VirtualBoard;
  /** Writes down what the session was told beside lines and server events. */
  readonly note: (event: SessionEvent) => void;
  push(image: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Called when the scenario is over. */
  readonly onEnd: (tidy: () => void) => void;
}
