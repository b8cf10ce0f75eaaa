import type { Writable } from 'node:stream';

import type { Core, CoreOptions } from '../core/core.ts';
import type { SerialBinding } from '../core/ports.ts';

/** What the command line needs from its process; a test gives its own. */
export interface CliWorld {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Columns of the terminal that stdout is, or null where it is none. */
  readonly columns: () => number | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly home: string;
  /** The runtime's locale, BCP 47. */
  readonly locale: string;
  /** The built page, for the station. */
  readonly pageDir: string;
  readonly openCore: (options: CoreOptions) => Promise<Core>;
  readonly openPortLister: () => SerialBinding;
  /** From now on a terminal that takes no output holds nothing up: what it is too slow for waits in memory. */
  readonly unblockOutput?: () => void;
  /** Takes the keys of the terminal that stdin is, as they are pressed; returns what gives it back. Null where it is none. */
  readonly openKeyboard?: (listener: (text: string) => void) => (() => void) | null;
  /** Calls `listener` at each SIGINT and SIGTERM; the returned function ends that. */
  readonly onSignal: (listener: () => void) => () => void;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}
