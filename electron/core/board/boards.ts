import { realpath } from 'node:fs/promises';

import type { BoardState } from '../../../shared/contract/values.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import type { BoardLog } from '../log/board-log.ts';
import type { Clock, SerialBinding, SerialPortInfo } from '../ports.ts';
import type { BoardDeps } from './board.ts';
import { Board } from './board.ts';
import type { BoardMemories } from './board-memories.ts';
import { deviceIdOf } from './device-id.ts';

export interface BoardsDeps {
  readonly binding: SerialBinding;
  readonly clock: Clock;
  readonly openLog: (deviceId: string, onEntry: (entry: LogEntry) => void) => BoardLog;
  readonly memories: Pick<BoardMemories, 'get' | 'set'>;
  /** A name someone gave the board. */
  readonly nameOf: (deviceId: string) => string | undefined;
  /** Null when the board is removed. */
  readonly onState: (deviceId: string, state: BoardState | null) => void;
  readonly onEvent: (board: Board, ...told: Parameters<BoardDeps['onEvent']>) => void;
  readonly onLink: (board: Board, ...told: Parameters<BoardDeps['onLink']>) => void;
}

/** All boards of this program, by deviceId. */
export class Boards {
  readonly #deps: BoardsDeps;
  readonly #boards = new Map<string, Board>();

  constructor(deps: BoardsDeps) {
    this.#deps = deps;
  }

  all(): readonly Board[] {
    return [...this.#boards.values()];
  }

  /** @throws WorkbenchError board/unknown */
  get(deviceId: string): Board {
    const board = this.#boards.get(deviceId);
    if (board === undefined) throw new WorkbenchError('board/unknown', { deviceId });
    return board;
  }

  /**
   * Opens a port, listed or not, without resetting the board.
   * @throws WorkbenchError as SerialBinding.open
   */
  async open(path: string, baudRate: number): Promise<Board> {
    const port = await this.#portAt(path);
    const board = this.#boards.get(deviceIdOf(port)) ?? this.#add(port);
    await board.open(baudRate);
    return board;
  }

  /** Closes a board's port and forgets it; its log stays on disk. */
  async remove(deviceId: string): Promise<void> {
    const board = this.get(deviceId);
    this.#boards.delete(deviceId);
    await board.close();
    this.#deps.onState(deviceId, null);
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.all().map((board) => board.close()));
  }

  #add(port: SerialPortInfo): Board {
    const { binding, clock, openLog, memories, nameOf, onState, onEvent, onLink } = this.#deps;
    const deviceId = deviceIdOf(port);
    const board: Board = new Board({
      deviceId,
      port,
      binding,
      clock,
      name: () => nameOf(deviceId) ?? shortName(port),
      memory: memories.get(deviceId),
      onMemory: (memory) => memories.set(deviceId, memory),
      openLog: (onEntry) => openLog(deviceId, onEntry),
      onState: (state) => onState(deviceId, state),
      onEvent: (...told) => onEvent(board, ...told),
      onLink: (state) => onLink(board, state),
    });
    this.#boards.set(deviceId, board);
    return board;
  }

  async #portAt(path: string): Promise<SerialPortInfo> {
    const listed = await this.#deps.binding.list();
    const virtual = path === 'virtual' || path.startsWith('virtual:');
    const none = { vendorId: null, productId: null, serialNumber: null, location: null };
    const known = listed.find((port) => port.path === path);
    if (known !== undefined || virtual) return known ?? { path, label: path, ...none, virtual };
    // A link such as /dev/serial/by-id/… leads to a port that is listed under its node.
    const node = await realpath(path).catch(() => path);
    const linked = listed.find((port) => port.path === node);
    return { path, label: path, ...none, virtual, ...(linked === undefined ? {} : { ...linked, path }) };
  }
}

/** `ttyUSB0` for `/dev/ttyUSB0`, `bench` for `virtual:bench`. */
function shortName({ path }: SerialPortInfo): string {
  return path.split(/[/\\:]/).at(-1) ?? path;
}
