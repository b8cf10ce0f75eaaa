import type { BoardState, ImageEntry } from '../../shared/contract/values.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';

/** What the bench shows for the selected board and image. */
export type Phase =
  /** No image yet. */
  | 'empty'
  /** A file that is something else: it is named, and turned away. */
  | 'notAnApp'
  /** An image, and maybe a board: the checks and the button. */
  | 'ready'
  | 'running'
  /** A verdict that was not put aside. */
  | 'ended';

/** @param dismissedPushId The update whose verdict was put aside to flash again. */
export function phaseOf(
  board: BoardState | null,
  image: ImageEntry | null,
  dismissedPushId: string | null,
): Phase {
  const session = board?.session ?? null;
  if (session !== null && session.verdict === null) return 'running';
  if (session !== null && session.pushId !== dismissedPushId) return 'ended';
  if (image === null) return 'empty';
  return image.facts.kind === 'app' ? 'ready' : 'notAnApp';
}

/** The update the bench shows: none while it shows the checks before the next one. */
export function shownSession(board: BoardState | null, phase: Phase): SessionView | null {
  return phase === 'running' || phase === 'ended' ? (board?.session ?? null) : null;
}
