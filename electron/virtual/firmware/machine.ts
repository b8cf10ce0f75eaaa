import type { VirtualBoardOptions } from '../board-options.ts';
import type { Efuses } from '../hardware/efuses.ts';
import type { Flash } from '../hardware/flash.ts';
import type { Run } from '../hardware/run.ts';
import type { UartIn } from '../hardware/uart-in.ts';
import type { BoardNetwork } from '../net/board-network.ts';
import type { EspLog } from './esp-log.ts';
import type { Partition } from './partitions.ts';

/** What firmware can reach between two resets. */
export interface Machine {
  readonly options: VirtualBoardOptions;
  readonly flash: Flash;
  readonly efuses: Efuses;
  readonly run: Run;
  readonly log: EspLog;
  readonly input: UartIn;
  readonly network: BoardNetwork;
  readonly observe: MachineObserver;
}

/** What the board shows of its inside, for tests and for faults that wait for a byte. */
export interface MachineObserver {
  /** The bootloader has chosen; null while it has not. */
  running(partition: Partition | null): void;
  /** The flash changed for good: a moment to save it. */
  flashChanged(): void;
  /** Body bytes taken from the network since the download began. Does not resolve where a fault strikes. */
  received(totalBytes: number): Promise<void>;
}
