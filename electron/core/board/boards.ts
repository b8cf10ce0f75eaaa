import { realpath } from 'node:fs/promises';

import { NO_MEMORY } from '../../../shared/contract/board-memory.ts';
import { DEFAULT_BOARD_SERIAL } from '../../../shared/contract/serial-settings.ts';
import type { SerialSettings, SerialState } from '../../../shared/contract/serial-values.ts';
import type { BoardState } from '../../../shared/contract/values.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import type { Recogniser } from '../../../shared/ota/mapping/recogniser.ts';
import type { BoardLog } from '../log/board-log.ts';
import type { Clock, SerialBinding, SerialPortInfo } from '../ports.ts';
import { Board } from './board.ts';
import type { BoardDeps } from './board-deps.ts';
import type { BoardMemories } from './board-memories.ts';
import { deviceIdOf, identityOf } from './device-id.ts';
import { findPort } from './find-port.ts';
import { macKey } from './mac-key.ts';
import { SharedListing } from './shared-listing.ts';

export interface BoardsDeps {
  readonly binding: SerialBinding;
  readonly clock: Clock;
  readonly openLog: (deviceId: string, onEntry: (entry: LogEntry) => void) => BoardLog;
  readonly recognise: Recogniser;
  readonly memories: Pick<BoardMemories, 'get' | 'set'>;
  /** A name someone gave the board, by deviceId or by the key of its MAC. */
  readonly nameOf: (key: string) => string | undefined;
  readonly serialSettings: () => SerialSettings;
  /** Another board is at this port: a name given to the port was the other's. */
  readonly onReplaced: (deviceId: string, beforeKey: string) => void;
  /** Null when the board is removed. */
  readonly onState: (deviceId: string, state: BoardState | null) => void;
  readonly onSerial: (deviceId: string, state: SerialState | null) => void;
  readonly onEvent: (board: Board, ...told: Parameters<BoardDeps['onEvent']>) => void;
  readonly onLink: (board: Board, ...told: Parameters<BoardDeps['onLink']>) => void;
}

/** All boards of this program, by deviceId. */
export class Boards {
  readonly #deps: BoardsDeps;
  readonly #boards = new Map<string, Board>();
  /** As it was asked for when the port was opened, in place of what is set. */
  readonly #rtscts = new Map<string, boolean | undefined>();
  readonly #present: SharedListing;

  constructor(deps: BoardsDeps) {
    this.#deps = deps;
    this.#present = new SharedListing(deps.clock, deps.binding);
  }

  all(): readonly Board[] {
    return [...this.#boards.values()];
  }

  /** Where each of them is in the network. */
  addresses(): readonly { readonly deviceId: string; readonly name: string; readonly ipv4: string | null }[] {
    return this.all().map((board) => ({
      deviceId: board.deviceId,
      name: board.name,
      ipv4: board.facts.ipv4,
    }));
  }

  /** @throws WorkbenchError board/unknown */
  get(deviceId: string): Board {
    const board = this.#boards.get(deviceId);
    if (board === undefined) throw new WorkbenchError('board/unknown', { deviceId });
    return board;
  }

  /**
   * Opens a port, listed or not, without resetting the board. One that is open like this stays as it is: the board
   * would not say again what it said when it started.
   * @throws WorkbenchError as SerialBinding.open
   */
  async open(path: string, baudRate: number, rtscts?: boolean): Promise<Board> {
    const present = await this.#deps.binding.list();
    const port = await portAt(path, present);
    const deviceId = this.#idFor(port, present);
    const board = this.#boards.get(deviceId) ?? this.#add(deviceId, port);
    this.#rtscts.set(deviceId, rtscts);
    if (board.port.path !== port.path || !board.link.isOpenAt(baudRate)) await board.open(baudRate, port);
    return board;
  }

  /** Ports came or went: boards whose port is gone look for it at once. */
  portsChanged(): void {
    this.#present.forget();
    for (const board of this.all()) board.link.lookNow();
  }

  /** Closes a board's port and forgets it; its log stays on disk. */
  async remove(deviceId: string): Promise<void> {
    const board = this.get(deviceId);
    this.#boards.delete(deviceId);
    await board.close();
    this.#deps.onState(deviceId, null);
    this.#deps.onSerial(deviceId, null);
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.all().map((board) => board.close()));
  }

  /** A board that is open elsewhere keeps its id, though this one has the same serial number. */
  #idFor(port: SerialPortInfo, present: readonly SerialPortInfo[]): string {
    const deviceId = deviceIdOf(port, present);
    const known = this.#boards.get(deviceId);
    const elsewhere = known?.isOpen === true && known.port.location !== port.location;
    return elsewhere ? identityOf(port).byPlace : deviceId;
  }

  #add(deviceId: string, port: SerialPortInfo): Board {
    const { binding, clock, openLog, recognise, memories, onState, onSerial, onEvent, onLink, onReplaced } =
      this.#deps;
    const board: Board = new Board({
      deviceId,
      port,
      binding,
      clock,
      name: (nameKey, at) => this.#deps.nameOf(nameKey) ?? this.#deps.nameOf(deviceId) ?? shortName(at),
      serialSettings: () => {
        const { boards, stallSeconds } = this.#deps.serialSettings();
        const own = boards[deviceId] ?? DEFAULT_BOARD_SERIAL;
        return { ...own, rtscts: this.#rtscts.get(deviceId) ?? own.rtscts, stallSeconds };
      },
      find: async (last) =>
        findPort({ deviceId, last }, await this.#present.list(), this.#pathsTakenBeside(board)),
      memory: memories.get(deviceId),
      memoryOfMac: (mac) => ({ ...(memories.get(macKey(mac)) ?? NO_MEMORY), mac }),
      onMemory: (memory) => {
        memories.set(deviceId, memory);
        if (memory.mac !== null) memories.set(macKey(memory.mac), memory);
      },
      onReplaced: (beforeMac) => onReplaced(deviceId, macKey(beforeMac)),
      recognise,
      openLog: (onEntry) => openLog(deviceId, onEntry),
      onState: (state) => onState(deviceId, state),
      onSerial: (state) => onSerial(deviceId, state),
      onEvent: (...told) => onEvent(board, ...told),
      onLink: (state) => onLink(board, state),
    });
    this.#boards.set(deviceId, board);
    return board;
  }

  #pathsTakenBeside(board: Board): ReadonlySet<string> {
    const others = this.all().filter((other) => other !== board && other.isOpen);
    return new Set(others.map(({ port }) => port.path));
  }
}

/** What is known of a path, whether the system lists it or not. */
async function portAt(path: string, present: readonly SerialPortInfo[]): Promise<SerialPortInfo> {
  const virtual = path === 'virtual' || path.startsWith('virtual:');
  const none = { vendorId: null, productId: null, serialNumber: null, location: null };
  const known = present.find((port) => port.path === path);
  if (known !== undefined || virtual) return known ?? { path, label: path, ...none, virtual };
  // A link such as /dev/serial/by-id/… leads to a port that is listed under its node.
  const node = await realpath(path).catch(() => path);
  const linked = present.find((port) => port.path === node);
  return { path, label: path, ...none, virtual, ...(linked === undefined ? {} : { ...linked, path }) };
}

/** `ttyUSB0` for `/dev/ttyUSB0`, `bench` for `virtual:bench`. */
function shortName({ path }: SerialPortInfo): string {
  return path.split(/[/\\:]/).at(-1) ?? path;
}
