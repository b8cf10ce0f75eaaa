import type { ErrorPayload } from '../../../shared/errors.ts';
import { toErrorPayload, WorkbenchError } from '../../../shared/errors.ts';
import type { Outcome } from '../../../shared/ota/stage.ts';
import { measureSession } from '../../../shared/run/measure-session.ts';
import type { RunTask } from '../../../shared/run/run-state.ts';
import type { Measured } from '../../../shared/run/run-view.ts';
import type { Board } from '../board/board.ts';
import type { Clock } from '../ports.ts';
import { runBetween } from './between-command.ts';
import type { Between, RunDeps, RunPush } from './run-deps.ts';

/** How one try of an update of a run ended. */
export interface Attempt {
  readonly pushId: string | null;
  readonly outcome: Outcome;
  readonly error: ErrorPayload | null;
  readonly durationMs: number | null;
  readonly measured: Measured;
}

/** A cable that is put back, or a board that comes back from a power cycle, is waited for. */
const RETURN_MS = 60_000;
const LOOK_MS = 100;
const COMMAND_MS = 60_000;
/** The bootloader's first lines, before anything is asked of a board that was just switched on. */
const AFTER_RESET_MS = 200;

export interface AttemptInput {
  readonly task: RunTask;
  readonly push: RunPush;
  /** Null for the first update of a board. */
  readonly between: Between | null;
  readonly signal: AbortSignal;
  readonly onPush: (pushId: string) => void;
}

/** One try: what lies between two updates, then the update to its verdict. Never throws. */
export async function attempt(input: AttemptInput, deps: RunDeps): Promise<Attempt> {
  const { task, signal } = input;
  try {
    const board = deps.board(task.deviceId);
    if (input.between !== null) await prepare(input.between, board, input, deps.clock);
    await untilOpen(board, signal, deps.clock);
    const { deviceId, imageId } = task;
    // One board of many without lines is no reason to leave it out: it may not need a reset.
    const reset = input.push.reset && board.link.hasModemLines;
    const begun = await deps.push({ ...input.push, reset, deviceId, imageId });
    input.onPush(begun.pushId);
    if (signal.aborted) deps.cancelPush(task.deviceId);
    const view = await begun.ended;
    const { verdict, pushId } = view;
    const { outcome = 'unknown', error = null, durationMs = null } = verdict ?? {};
    return { pushId, outcome, error, durationMs, measured: measureSession(view) };
  } catch (thrown) {
    const nothing = { pushId: null, durationMs: null, measured: {} };
    if (signal.aborted) return { ...nothing, outcome: 'cancelled', error: null };
    const error = toErrorPayload(thrown);
    return { ...nothing, outcome: outcomeOf(error), error };
  }
}

/** An image that may not be pushed is refused; anything else cut the run off before the board was asked. */
function outcomeOf({ code }: ErrorPayload): Outcome {
  return code.startsWith('image/') ? 'refused' : 'interrupted';
}

async function prepare(
  { pauseMs, command, reset, folder }: Between,
  board: Board,
  { task, signal }: AttemptInput,
  clock: Clock,
): Promise<void> {
  await pause(pauseMs, signal, clock);
  if (command !== null) {
    const values = { PORT: board.state().port.path, DEVICE: task.deviceId, CYCLE: String(task.cycle) };
    await runBetween({ command, values, timeoutMs: COMMAND_MS, folder }, signal);
    await untilOpen(board, signal, clock);
  }
  if (!reset) return;
  await board.link.reset();
  await pause(AFTER_RESET_MS, signal, clock);
}

async function untilOpen(board: Board, signal: AbortSignal, clock: Clock): Promise<void> {
  const endAtMs = clock.nowMs() + RETURN_MS;
  while (!board.isOpen) {
    if (clock.nowMs() >= endAtMs) throw new WorkbenchError('board/not-open', { device: board.state().name });
    await pause(LOOK_MS, signal, clock);
  }
  signal.throwIfAborted();
}

/** Ends early when the run is called off. */
export function pause(ms: number, signal: AbortSignal, clock: Clock): Promise<void> {
  signal.throwIfAborted();
  if (ms <= 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      cancel();
      reject(signal.reason as Error);
    };
    const cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}
