import type { Push, StatePush } from '../../shared/contract/contract.ts';
import type { Language } from '../../shared/text/language.ts';
import type { Dispatch } from './api/dispatch.ts';

/** The whole program as a shell sees it: one gate in, one stream of pushes out. */
export interface Core {
  readonly dispatch: Dispatch;
  /** Every state and stream push, synchronously and in order; nothing is dropped on the way to the listener. */
  onPush(listener: (push: Push) => void): () => void;
  /** The current value of every state. */
  states(): readonly StatePush[];
  /** Ends running updates as cancelled, stops the server, closes the ports, writes what is unwritten. */
  stop(): Promise<void>;
}

export interface CoreOptions {
  readonly dataDir: string;
  readonly shell: 'window' | 'station' | 'cli';
  readonly language: Language;
  readonly version: string;
  /** Folders below which requests to a station may name files; the other shells take any path. */
  readonly allowedFolders?: readonly string[];
  /** How long the diagnostics of virtual boards take; the example's 5 s where left out. */
  readonly virtualDiagnosticsMs?: number;
  /** Goes before the settings, for this process alone. */
  readonly server?: {
    readonly port?: number;
    readonly bind?: string;
    readonly host?: string;
    readonly plainPort?: number;
  };
}
