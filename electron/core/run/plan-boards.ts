import { realpath } from 'node:fs/promises';

import { toErrorPayload } from '../../../shared/errors.ts';
import type { PlanBoard, PlanProblem } from '../../../shared/run/plan.ts';
import type { PlanBoardFound, PlanBoardView } from '../../../shared/run/plan-check.ts';
import type { PlacedPart } from '../../../shared/run/plan-parts.ts';
import type { PlaceOf } from '../../../shared/run/read-plan.ts';
import type { Translator } from '../../../shared/text/translator.ts';
import { errorText } from '../../../shared/text/translator.ts';
import type { Board } from '../board/board.ts';
import { deviceIdOf } from '../board/device-id.ts';
import type { SerialPortInfo } from '../ports.ts';
import type { AskChipDeps } from './ask-chip.ts';
import { boardsOfChip, isChip } from './ask-chip.ts';

export interface PlanBoardsDeps extends AskChipDeps {
  /** Makes a virtual board of this name where there is none, and gives its path. */
  readonly virtual: (name: string) => Promise<string>;
  readonly t: () => Translator;
}

/** The boards that a plan is for, each once, in its order, and what is wrong with the others. */
export interface PlanBoards {
  readonly deviceIds: readonly string[];
  readonly problems: readonly PlanProblem[];
  readonly notes: readonly PlanProblem[];
}

type Wanted = readonly PlacedPart<PlanBoard>[];

/**
 * Opens what a plan is for. Entries that name a port, a device or a virtual board come first: a chip then takes what is
 * open and asks the other ports.
 */
export async function openPlanBoards(
  wanted: Wanted,
  placeOf: PlaceOf,
  deps: PlanBoardsDeps,
  signal: AbortSignal,
): Promise<PlanBoards> {
  const found = new Set<string>();
  const problems: PlanProblem[] = [];
  const notes: PlanProblem[] = [];
  for (const { index, value } of namedFirst(wanted)) {
    signal.throwIfAborted();
    const place = placeOf(['boards', index]);
    try {
      const { deviceIds, silent, why } = await open(value, deps, signal);
      for (const deviceId of deviceIds) found.add(deviceId);
      if (deviceIds.length === 0) problems.push(noBoard(place, value, why));
      else if (silent.length > 0)
        notes.push({ ...place, code: 'plan/silent-board', params: { boards: silent.join(', ') } });
    } catch (thrown) {
      signal.throwIfAborted();
      problems.push(noBoard(place, value, errorText(deps.t(), toErrorPayload(thrown)).message));
    }
  }
  return { deviceIds: [...found], problems, notes };
}

/** What an entry would find, as far as that can be said with no port opened. */
export async function lookForPlanBoards(
  wanted: Wanted,
  placeOf: PlaceOf,
  deps: PlanBoardsDeps,
): Promise<{ readonly boards: readonly PlanBoardView[]; readonly problems: readonly PlanProblem[] }> {
  const boards: PlanBoardView[] = [];
  const problems: PlanProblem[] = [];
  const ports = await deps.ports();
  for (const { index, value } of wanted) {
    const found = await look(value, ports, deps);
    boards.push({ number: index + 1, wanted: wordsOf(value), found });
    if (found.length === 0)
      problems.push(noBoard(placeOf(['boards', index]), value, deps.t()('runs:noSuchPort')));
  }
  return { boards, problems };
}

interface Opened {
  readonly deviceIds: readonly string[];
  /** Boards that did not say what they are. */
  readonly silent: readonly string[];
  readonly why: string;
}

async function open(wanted: PlanBoard, deps: PlanBoardsDeps, signal: AbortSignal): Promise<Opened> {
  const one = (deviceId: string): Opened => ({ deviceIds: [deviceId], silent: [], why: '' });
  const none: Opened = { deviceIds: [], silent: [], why: deps.t()('runs:noSuchPort') };
  if ('chip' in wanted) return boardsOfChip(wanted, deps, signal);
  const known = openBoard(wanted, deps.boards());
  if (known !== null) return one(known.deviceId);
  if ('virtual' in wanted) return one(await deps.open(await deps.virtual(wanted.virtual), null));
  if ('port' in wanted) return one(await deps.open(wanted.port, wanted.baud ?? null));
  const ports = await deps.ports();
  const port = ports.find((each) => deviceIdOf(each, ports) === wanted.device);
  return port === undefined ? none : one(await deps.open(port.path, null));
}

async function look(
  wanted: PlanBoard,
  ports: readonly SerialPortInfo[],
  deps: PlanBoardsDeps,
): Promise<readonly PlanBoardFound[]> {
  const boards = deps.boards();
  const at = (name: string, state: PlanBoardFound['state']): PlanBoardFound => ({ name, chip: null, state });
  if ('chip' in wanted) {
    const open = boards.filter((board) => board.isOpen && isChip(board, wanted.chip)).map(openOne);
    const unsaid = boards.filter((board) => board.isOpen && board.facts.chip === null);
    const closed = ports.filter((port) => port.vendorId !== null && !isOpenAt(port.path, boards));
    return [
      ...open,
      ...[...unsaid.map(({ name }) => name), ...closed.map(({ path }) => path)].map((name) =>
        at(name, 'asked'),
      ),
    ];
  }
  const known = openBoard(wanted, boards);
  if (known !== null) return [openOne(known)];
  if ('virtual' in wanted) return [at(wanted.virtual, 'made')];
  if ('device' in wanted)
    return ports
      .filter((port) => deviceIdOf(port, ports) === wanted.device)
      .map(({ path }) => at(path, 'opens'));
  const { port: path } = wanted;
  const isListed = ports.some((port) => port.path === path) || /^virtual(?::|$)|:\/\//.test(path);
  const isThere =
    isListed ||
    (await realpath(path).then(
      () => true,
      () => false,
    ));
  return isThere ? [at(path, 'opens')] : [];
}

/** A board that is open keeps what it has said: its port is not opened anew. */
function openBoard(wanted: PlanBoard, boards: readonly Board[]): Board | null {
  const fits = ({ deviceId, port, state }: Board): boolean => {
    if ('device' in wanted) return deviceId === wanted.device;
    if ('virtual' in wanted) return port.virtual && deviceId === `virtual-${wanted.virtual}`;
    if (!('port' in wanted)) return false;
    return port.path === wanted.port && (wanted.baud === undefined || wanted.baud === state().baudRate);
  };
  return boards.find((board) => board.isOpen && fits(board)) ?? null;
}

function openOne({ name, facts: { chip } }: Board): PlanBoardFound {
  return { name, chip, state: 'open' };
}

function isOpenAt(path: string, boards: readonly Board[]): boolean {
  return boards.some((board) => board.isOpen && board.port.path === path);
}

function namedFirst(wanted: Wanted): Wanted {
  const isChipEntry = ({ value }: Wanted[number]): boolean => 'chip' in value;
  return [...wanted.filter((each) => !isChipEntry(each)), ...wanted.filter(isChipEntry)];
}

function noBoard(place: ReturnType<PlaceOf>, board: PlanBoard, detail: string): PlanProblem {
  return { ...place, code: 'plan/no-board', params: { wanted: wordsOf(board), detail } };
}

function wordsOf(board: PlanBoard): string {
  const [[key, value] = ['', '']] = Object.entries(board);
  return `${key} ${String(value)}`;
}
