import type { BoardFacts } from './board-facts.ts';
import type { PreflightCheck } from './preflight.ts';
import { check } from './preflight-input.ts';

/** Longest URL that the native example's `fgets(url, 256)` reads whole, in bytes. */
const MAX_URL_BYTES = 254;

/** Whether this board would take a URL now. */
export function boardChecks(url: string | null, board: BoardFacts): readonly PreflightCheck[] {
  return [urlLength(url), boardReady(board), pendingVerify(board)];
}

function urlLength(url: string | null): PreflightCheck {
  if (url === null) return check('url-length', 'notKnown');
  const length = byteLength(url);
  const params = { length, maxLength: MAX_URL_BYTES };
  return check('url-length', length <= MAX_URL_BYTES ? 'passed' : 'failed', params);
}

/** Bytes as UTF-8. */
function byteLength(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

/** A board that has stopped is no failure: the update waits for its reset. */
function boardReady({ ready, stopped }: BoardFacts): PreflightCheck {
  if (ready) return check('board-ready', 'passed');
  return check('board-ready', stopped ? 'warned' : 'notKnown');
}

function pendingVerify({ pendingVerify: pending, ready, version, stopped }: BoardFacts): PreflightCheck {
  if (pending) return check('pending-verify', 'failed');
  // Its programs get this far only after the diagnostics, which decide.
  const isPast = ready || stopped;
  return check('pending-verify', isPast && version !== null ? 'passed' : 'notKnown');
}
