import { toErrorPayload } from '../../../shared/errors.ts';
import type { Translator } from '../../../shared/text/translator.ts';
import { errorText } from '../../../shared/text/translator.ts';
import type { Board } from '../board/board.ts';
import type { Clock, SerialPortInfo } from '../ports.ts';
import { pause } from './task-attempt.ts';

export interface AskChipDeps {
  readonly clock: Clock;
  readonly boards: () => readonly Board[];
  readonly ports: () => Promise<readonly SerialPortInfo[]>;
  /** Opens a port; null for the rate of the settings. @throws WorkbenchError serial/… */
  readonly open: (path: string, baudRate: number | null) => Promise<string>;
  /** Closes a board that was opened to be asked. */
  readonly close: (deviceId: string) => Promise<void>;
  readonly t: () => Translator;
}

/** A running program seldom says its chip; a bootloader that just starts does at once. */
const LISTEN_MS = 1_500;
/** From a reset to the bootloader's word, of the slowest: an ESP32 with a quad flash in a slow mode. */
const AFTER_RESET_MS = 3_000;
const LOOK_MS = 50;

/** Whether a board has said that it is this chip; `esp32c3` and `ESP32-C3` are one. */
export function isChip(board: Board, chip: string): boolean {
  return plain(board.facts.chip ?? '') === plain(chip);
}

/**
 * Every board of a chip that is here. A chip is known only once its board has spoken: ports of USB adapters are opened
 * and heard, those that stay silent are reset where the plan allows it, and what is not of the chip is closed again.
 */
export async function boardsOfChip(
  { chip, reset }: { readonly chip: string; readonly reset: boolean },
  deps: AskChipDeps,
  signal: AbortSignal,
): Promise<{ deviceIds: readonly string[]; silent: readonly string[]; why: string }> {
  const before = new Set(openBoards(deps).map(({ deviceId }) => deviceId));
  const failed: string[] = [];
  try {
    failed.push(...(await openOthers(deps)));
    await untilTold(deps, LISTEN_MS, signal);
    if (reset && (await resetSilent(deps))) await untilTold(deps, AFTER_RESET_MS, signal);
  } catch (thrown) {
    await closeOthers(before, () => false, deps);
    throw thrown;
  }
  const fitting = openBoards(deps).filter((board) => isChip(board, chip));
  const silent = openBoards(deps)
    .filter(isSilent)
    .map(({ name }) => name);
  const why = reasons(failed, deps);
  await closeOthers(before, (board) => isChip(board, chip), deps);
  return { deviceIds: fitting.map(({ deviceId }) => deviceId), silent, why };
}

/** Opens every port that may have a board behind it; what cannot be opened is said by its reason. */
async function openOthers(deps: AskChipDeps): Promise<readonly string[]> {
  const taken = new Set(openBoards(deps).map(({ port }) => port.path));
  const others = (await deps.ports()).filter(({ vendorId, path }) => vendorId !== null && !taken.has(path));
  const failed: string[] = [];
  await Promise.all(
    others.map(({ path }) =>
      deps.open(path, null).catch((thrown: unknown) => {
        failed.push(errorText(deps.t(), toErrorPayload(thrown)).message);
      }),
    ),
  );
  return failed;
}

async function untilTold(deps: AskChipDeps, withinMs: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const endAtMs = deps.clock.nowMs() + withinMs;
  while (openBoards(deps).some(isSilent) && deps.clock.nowMs() < endAtMs)
    await pause(LOOK_MS, signal, deps.clock);
}

/** True where one was reset. */
async function resetSilent(deps: AskChipDeps): Promise<boolean> {
  const silent = openBoards(deps).filter((board) => isSilent(board) && board.link.hasModemLines);
  await Promise.allSettled(silent.map((board) => board.link.reset()));
  return silent.length > 0;
}

/** Boards that this search opened and does not need. */
async function closeOthers(
  before: ReadonlySet<string>,
  isWanted: (board: Board) => boolean,
  deps: AskChipDeps,
): Promise<void> {
  const others = openBoards(deps).filter((board) => !before.has(board.deviceId) && !isWanted(board));
  await Promise.allSettled(others.map(({ deviceId }) => deps.close(deviceId)));
}

function reasons(failed: readonly string[], deps: AskChipDeps): string {
  const t = deps.t();
  const said = openBoards(deps).map(({ name, facts: { chip } }) =>
    chip === null ? t('runs:chipUnsaid', { board: name }) : t('runs:chipIs', { board: name, chip }),
  );
  const all = [...said, ...failed];
  return all.length === 0 ? t('runs:noSuchPort') : all.join(' ');
}

function openBoards({ boards }: AskChipDeps): readonly Board[] {
  return boards().filter(({ isOpen }) => isOpen);
}

function isSilent({ facts }: Board): boolean {
  return facts.chip === null;
}

function plain(chip: string): string {
  return chip.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
