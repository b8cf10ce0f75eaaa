import { otaSlots } from '../esp/partition-table.ts';
import type { BoardFacts } from './board-facts.ts';
import { partitionNamed } from './device/read-board.ts';
import type { PreflightCheck } from './preflight.ts';
import { check } from './preflight-input.ts';

/** Longest URL that the native example's `fgets(url, 256)` reads whole, in bytes. */
export const MAX_URL_BYTES = 254;

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

/**
 * `esp_ota_begin` refuses while the running app awaits its confirmation. A factory app awaits none. An app in
 * a slot that says nothing of it was confirmed at an earlier start, or never will be: that is not known.
 */
function pendingVerify({ pendingVerify: pending, confirmed, ...facts }: BoardFacts): PreflightCheck {
  if (pending) return check('pending-verify', 'failed');
  if (confirmed) return check('pending-verify', 'passed');
  const running = partitionNamed(facts, facts.runningPartition);
  const isFactory = running !== null && otaSlots([running]).length === 0;
  if (isFactory) return check('pending-verify', 'passed', { context: 'factory' });
  return check('pending-verify', 'notKnown');
}
