import type { BoardMemory } from '../../../shared/contract/board-memory.ts';
import type { BoardSerialSettings, SerialState } from '../../../shared/contract/serial-values.ts';
import type { BoardState } from '../../../shared/contract/values.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import type { DeviceEvent } from '../../../shared/ota/device/device-event.ts';
import type { Recogniser } from '../../../shared/ota/mapping/recogniser.ts';
import type { BoardLog } from '../log/board-log.ts';
import type { Clock, SerialBinding, SerialPortInfo } from '../ports.ts';
import type { LinkState } from './board-link.ts';

/** What holds for one board's port: its own settings, and what is set for all. */
export type PortSettings = BoardSerialSettings & { readonly stallSeconds: number };

/** What a board is made with, and whom it tells. */
export interface BoardDeps {
  readonly deviceId: string;
  readonly port: SerialPortInfo;
  readonly binding: SerialBinding;
  readonly clock: Clock;
  /** `nameKey` as its `SerialState` says it. */
  readonly name: (nameKey: string, port: SerialPortInfo) => string;
  readonly serialSettings: () => PortSettings;
  /** Where it is now, after its port disappeared; null while it is not there. */
  readonly find: (last: SerialPortInfo) => Promise<SerialPortInfo | null>;
  /** What earlier sessions learned of it. */
  readonly memory: BoardMemory;
  readonly onMemory: (memory: BoardMemory) => void;
  /** What is known of the board with this base MAC, wherever it was seen. */
  readonly memoryOfMac: (mac: string) => BoardMemory;
  /** Another board is here than the one with this MAC. */
  readonly onReplaced: (beforeMac: string) => void;
  /** Makes the board's log; its complete lines come back through `onEntry`. */
  readonly openLog: (onEntry: (entry: LogEntry) => void) => BoardLog;
  /** What a line means to an update. */
  readonly recognise: Recogniser;
  readonly onState: (state: BoardState) => void;
  readonly onSerial: (state: SerialState) => void;
  /** A line that means something to an update, after the facts were read from it. */
  readonly onEvent: (event: DeviceEvent, entry: LogEntry, facts: BoardFacts) => void;
  readonly onLink: (state: LinkState) => void;
}
