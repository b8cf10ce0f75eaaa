import type { ErrorPayload } from '../errors.ts';
import type { LineEnding } from '../serial/line-ending.ts';

/** What this program asserts on a port; an asserted line pulls its pin low. */
export interface OutputLines {
  readonly dtr: boolean;
  readonly rts: boolean;
}

/** What the adapter reads; null where the system does not tell. */
export interface InputLines {
  readonly cts: boolean | null;
  readonly dsr: boolean | null;
  readonly dcd: boolean | null;
}

/** The port of one board beyond what its `BoardState` says. */
export interface SerialState {
  readonly deviceId: string;
  /** Null while the port is not open, or has no such lines. */
  readonly lines: OutputLines | null;
  /** What a person should know of the port now, oldest first; each goes by itself once it no longer holds. */
  readonly advice: readonly ErrorPayload[];
  /** The base MAC that was seen here last; `macSeen` once this session's log has shown it. */
  readonly mac: string | null;
  readonly macSeen: boolean;
  /** Key of `settings.boardNames` for a name given now: by MAC where one is known, else the deviceId. */
  readonly nameKey: string;
}

/** What is set for one board's port; null takes what holds for all. */
export interface BoardSerialSettings {
  /** In place of RTS for 100 ms, as `parseResetSequence` reads it. */
  readonly resetSequence: string | null;
  readonly downloadSequence: string | null;
  /** Hardware flow control; RTS then belongs to the system and cannot reset the board. */
  readonly rtscts: boolean;
  readonly lineEnding: LineEnding | null;
}

export interface SerialSettings {
  /** What Enter sends. */
  readonly lineEnding: LineEnding;
  /** A board that was talking and is silent for this long is said to have stalled; 0 for never. */
  readonly stallSeconds: number;
  /** By deviceId. */
  readonly boards: Readonly<Record<string, BoardSerialSettings>>;
}
