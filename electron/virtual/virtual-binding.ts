import { WorkbenchError } from '../../shared/errors.ts';
import type {
  Clock,
  SerialBinding,
  SerialLink,
  SerialListener,
  SerialPortInfo,
  SocketBuffers,
} from '../core/ports.ts';
import type { VirtualBoardOptions } from './board-options.ts';
import { FlashStore } from './flash-store.ts';
import { VirtualBoard } from './virtual-board.ts';

export interface VirtualBindingDeps {
  readonly clock: Clock;
  /** Where flash contents are kept between two starts of the program; null: nowhere. */
  readonly flashDir: string | null;
  /** The CA certificate that the boards' firmware trusts, PEM; asked at each connection. */
  readonly caPem: () => Promise<string>;
  /** Gives the boards' connections a small window; without it the system takes in far more than a board would. */
  readonly socketBuffers?: (() => Promise<SocketBuffers | null>) | undefined;
  /** The flash of a board could not be written: its name, and why. */
  readonly onNotice?: (subject: string, detail: string) => void;
  /** For boards that are made by opening them, and under what `add` is given. */
  readonly options?: Partial<VirtualBoardOptions>;
}

/** A serial binding whose ports are virtual ESP32 boards. */
export interface VirtualBinding extends SerialBinding {
  /** Makes a board, or configures the one of this name; null: a name that is free. Returns its path. */
  add(name: string | null, options?: Partial<VirtualBoardOptions>): string;
  /** Takes the board away, its kept flash with it. */
  remove(name: string): Promise<void>;
  /** Settings of the firmware count from its next start. @throws WorkbenchError serial/port-not-found */
  configure(name: string, options: Partial<VirtualBoardOptions>): void;
  /** The board itself, for a look at its flash and for faults. @throws WorkbenchError serial/port-not-found */
  board(name: string): VirtualBoard;
  /** The switch of a board's supply, by its path. @throws WorkbenchError serial/port-not-found */
  power(path: string, on: boolean): void;
  /** Switches all boards off and writes what is unwritten. */
  stop(): Promise<void>;
}

const PREFIX = 'virtual';
/** The board that `virtual` without a name stands for. */
const DEFAULT_NAME = 'esp32';
const NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,39}$/;

/** True for `virtual` and `virtual:NAME`. */
export function isVirtualPath(path: string): boolean {
  return path === PREFIX || path.startsWith(`${PREFIX}:`);
}

/** The binding for paths `virtual` and `virtual:NAME`. A board that does not exist yet is made when opened. */
export function createVirtualBinding(deps: VirtualBindingDeps): VirtualBinding {
  const store = deps.flashDir === null ? null : new FlashStore(deps.flashDir);
  const boards = new Map<string, VirtualBoard>();
  const watchers = new Set<() => void>();
  const tellChange = (): void => {
    for (const tell of watchers) tell();
  };

  const make = (name: string, options: Partial<VirtualBoardOptions> = {}): VirtualBoard => {
    if (!NAME.test(name)) throw new WorkbenchError('serial/port-not-found', { path: `${PREFIX}:${name}` });
    const { clock, caPem, socketBuffers } = deps;
    const board = new VirtualBoard({
      name,
      clock,
      caPem,
      socketBuffers,
      store,
      options: { ...deps.options, ...options },
      onSaveFailed: (detail) => deps.onNotice?.(`${PREFIX}:${name}`, `flash not saved: ${detail}`),
    });
    boards.set(name, board);
    tellChange();
    return board;
  };

  const find = (name: string): VirtualBoard => {
    const board = boards.get(name);
    if (board === undefined) throw new WorkbenchError('serial/port-not-found', { path: `${PREFIX}:${name}` });
    return board;
  };

  return {
    add(name, options = {}) {
      const wanted = name ?? freeName(boards);
      const known = boards.get(wanted);
      known?.configure(options);
      return (known ?? make(wanted, options)).path;
    },

    async remove(name) {
      const board = boards.get(name);
      boards.delete(name);
      board?.unplug();
      await board?.dispose();
      if (NAME.test(name)) await store?.remove(name);
      tellChange();
    },

    configure: (name, options) => find(name).configure(options),

    board: find,

    async list() {
      for (const name of (await store?.names()) ?? []) {
        if (!boards.has(name) && NAME.test(name)) make(name);
      }
      return [...boards.values()].filter(({ plugged }) => plugged).map(portInfo);
    },

    async open(path: string, baudRate: number, listener: SerialListener): Promise<SerialLink> {
      const name = boardNameIn(path);
      return (boards.get(name) ?? make(name)).open(baudRate, listener);
    },

    watch: (onChange) => {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },

    power(path, on) {
      const board = find(boardNameIn(path));
      if (on) board.restorePower();
      else board.cutPower();
    },

    async stop() {
      await Promise.all([...boards.values()].map((board) => board.dispose()));
    },
  };
}

/** The name of the board at a virtual path. */
export function boardNameIn(path: string): string {
  return path === PREFIX ? DEFAULT_NAME : path.slice(PREFIX.length + 1);
}

function freeName(boards: ReadonlyMap<string, VirtualBoard>): string {
  let number = 1;
  while (boards.has(`${DEFAULT_NAME}-${number}`)) number += 1;
  return `${DEFAULT_NAME}-${number}`;
}

function portInfo({ name, path }: VirtualBoard): SerialPortInfo {
  return {
    path,
    label: `Virtual ESP32 (${name})`,
    vendorId: null,
    productId: null,
    serialNumber: null,
    location: null,
    virtual: true,
  };
}
