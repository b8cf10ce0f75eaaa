import { WorkbenchError } from '../../../shared/errors.ts';
import type { PlanBoard } from '../../../shared/run/plan.ts';
import type { Board } from '../board/board.ts';
import { deviceIdOf } from '../board/device-id.ts';
import type { SerialPortInfo } from '../ports.ts';

export interface PlanBoardsDeps {
  readonly boards: () => readonly Board[];
  readonly ports: () => Promise<readonly SerialPortInfo[]>;
  /** Opens a port; null for the rate of the settings. @throws WorkbenchError serial/… */
  readonly open: (path: string, baudRate: number | null) => Promise<string>;
  /** Makes a virtual board of this name where there is none, and gives its path. */
  readonly virtual: (name: string) => Promise<string>;
}

/**
 * The boards that a plan is for, each once, in its order. Ports that are named are opened; a chip takes the boards that
 * are open by then.
 * @throws WorkbenchError run/no-boards where nothing fits, serial/… for a port that cannot be opened
 */
export async function planBoards(
  wanted: readonly PlanBoard[],
  deps: PlanBoardsDeps,
): Promise<readonly string[]> {
  const found = new Set<string>();
  const named = wanted.filter((board) => !('chip' in board));
  const chips = wanted.filter((board) => 'chip' in board);
  for (const board of [...named, ...chips]) {
    const deviceIds = await boardsOf(board, deps);
    if (deviceIds.length === 0) throw new WorkbenchError('run/no-boards', { wanted: wordsOf(board) });
    for (const deviceId of deviceIds) found.add(deviceId);
  }
  return [...found];
}

async function boardsOf(wanted: PlanBoard, deps: PlanBoardsDeps): Promise<readonly string[]> {
  if ('virtual' in wanted) return [await deps.open(await deps.virtual(wanted.virtual), null)];
  if ('port' in wanted) return [await deps.open(wanted.port, wanted.baud ?? null)];
  if ('chip' in wanted) {
    const fits = (board: Board): boolean =>
      board.isOpen && plain(board.facts.chip ?? '') === plain(wanted.chip);
    return deps
      .boards()
      .filter(fits)
      .map(({ deviceId }) => deviceId);
  }
  const known = deps.boards().find(({ deviceId, isOpen }) => isOpen && deviceId === wanted.device);
  if (known !== undefined) return [known.deviceId];
  const ports = await deps.ports();
  const port = ports.find((one) => deviceIdOf(one, ports) === wanted.device);
  return port === undefined ? [] : [await deps.open(port.path, null)];
}

/** `esp32c3` and `ESP32-C3` are one chip. */
function plain(chip: string): string {
  return chip.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function wordsOf(board: PlanBoard): string {
  return Object.entries(board)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
}
