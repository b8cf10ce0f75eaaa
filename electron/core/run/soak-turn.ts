import { firstInTurn } from '../../../shared/run/first-in-turn.ts';
import type { Board } from '../board/board.ts';
import type { Clock } from '../ports.ts';
import type { RunDeps } from './run-deps.ts';
import { pause } from './task-attempt.ts';
import type { Turn } from './task-run.ts';

/** A program that runs says its version only at its start, which may be over. */
const LISTEN_MS = 500;
/** From a reset to the program's own version. */
const AFTER_RESET_MS = 5_000;
const LOOK_MS = 50;

/**
 * A soak begins on each board with an image that does not run there: a board refuses its own version. One that has not
 * said what it runs is reset, where the soak may do so.
 */
export function soakTurn(
  deviceIds: readonly string[],
  imageIds: readonly string[],
  mayReset: boolean,
  { board, versionOf, clock }: Pick<RunDeps, 'board' | 'versionOf' | 'clock'>,
): Turn {
  const versions = imageIds.map(versionOf);
  const begins = async (signal: AbortSignal): Promise<ReadonlyMap<string, number>> => {
    const starts = await Promise.all(
      deviceIds.map(async (deviceId): Promise<[string, number]> => {
        const running = await versionOn(board(deviceId), mayReset, clock, signal);
        return [deviceId, firstInTurn(versions, running)];
      }),
    );
    return new Map(starts);
  };
  return { imageIds, begins };
}

async function versionOn(
  board: Board,
  mayReset: boolean,
  clock: Clock,
  signal: AbortSignal,
): Promise<string | null> {
  if (board.facts.version !== null || !board.isOpen) return board.facts.version;
  const resets = mayReset && board.link.hasModemLines;
  if (resets) await board.link.reset().catch(() => undefined);
  const endAtMs = clock.nowMs() + (resets ? AFTER_RESET_MS : LISTEN_MS);
  while (board.facts.version === null && clock.nowMs() < endAtMs) await pause(LOOK_MS, signal, clock);
  return board.facts.version;
}
