import type { BoardState } from '../../shared/contract/values.ts';
import type { Progress, SessionView } from '../../shared/ota/session-view.ts';
import type { Outcome } from '../../shared/ota/stage.ts';
import { percentBelow100 } from '../text/format.ts';

/** Where a board stands, as its glyph and its word in the list say it. */
export type Standing =
  | { readonly kind: 'offline' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'updating'; readonly session: SessionView }
  | { readonly kind: 'ended'; readonly outcome: Outcome; readonly session: SessionView }
  /** It waits for a URL. */
  | { readonly kind: 'waiting' }
  /** The new image runs and has not confirmed itself. */
  | { readonly kind: 'verifying' }
  | { readonly kind: 'idle' };

export function standingOf(board: BoardState, dismissedPushId: string | null): Standing {
  const { session, link, facts } = board;
  if (session !== null && session.verdict === null) return { kind: 'updating', session };
  if (link === 'closed' || link === 'gone') return { kind: 'offline' };
  if (session?.verdict != null && session.pushId !== dismissedPushId) {
    return { kind: 'ended', outcome: session.verdict.outcome, session };
  }
  if (link === 'opening') return { kind: 'opening' };
  if (facts.ready) return { kind: 'waiting' };
  return { kind: facts.pendingVerify ? 'verifying' : 'idle' };
}

/**
 * Percent of the image that the board has, while it writes; null where nobody can say: bytes handed to the
 * kernel are not bytes the board has.
 */
export function percentWritten(session: SessionView): number | null {
  if (session.current !== 'writing') return null;
  const bytes = bytesAtBoard(session.progress);
  return bytes === null || bytes === 0 ? null : percentBelow100(bytes, session.progress.totalBytes);
}

/** Bytes that have certainly reached the board. */
export function bytesAtBoard(progress: Progress): number | null {
  return progress.writtenBytes ?? (progress.bytesAre === 'delivered' ? progress.deliveredBytes : null);
}
