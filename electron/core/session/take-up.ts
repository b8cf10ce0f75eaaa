import path from 'node:path';

import { parseLogLine } from '../../../shared/log/parse-log-line.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import { readBoard } from '../../../shared/ota/device/read-board.ts';
import { recognise } from '../../../shared/ota/device/recognise.ts';
import type { Recogniser } from '../../../shared/ota/mapping/recogniser.ts';
import type { Session } from '../../../shared/ota/session/session.ts';
import { isEnded } from '../../../shared/ota/session/session.ts';
import { step } from '../../../shared/ota/session/step.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import { readRawRange } from '../log/raw-range.ts';
import type { JournalEntry } from './session-journal.ts';

/** An update at its end, what was known of its board then, and how far its log was read. */
export interface TakenUp {
  readonly view: SessionView;
  readonly facts: BoardFacts;
  readonly toOffset: number;
}

/** More of the log than this is not an update any more. */
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Ends an update that its program did not see the end of: the lines of the board that had reached the disk are taken
 * into account, and where they do not decide it is `unknown`. Nothing is guessed from what the server had sent.
 */
export async function takeUp(
  { session, offset }: JournalEntry,
  logsFolder: string,
  read: Recogniser = recognise,
): Promise<TakenUp> {
  const folder = path.join(logsFolder, session.view.deviceId);
  const bytes = await readRawRange(folder, offset, offset + MAX_BYTES).catch(() => new Uint8Array());
  const text = new TextDecoder().decode(bytes);
  const lastKnownMs = session.notes.lastLine?.atMs ?? session.view.startedAtMs;
  const replayed = replay(session, text.split(/\r\n|\n|\r/), lastKnownMs, read);
  const ended = step(replayed, { kind: 'hostEnded' }, lastKnownMs);
  return { view: ended.view, facts: ended.notes.lastFacts, toOffset: offset + bytes.length };
}

/** When the lines came is not known any more; they keep the time of the last one that was. */
function replay(session: Session, lines: readonly string[], atMs: number, read: Recogniser): Session {
  let current = session;
  let facts = session.notes.lastFacts;
  for (const line of lines) {
    if (isEnded(current)) break;
    const event = read(parseLogLine(line));
    if (event === null) continue;
    facts = readBoard(facts, event);
    current = step(current, { kind: 'device', event, facts, line: { text: line, atMs, seq: null } }, atMs);
  }
  return current;
}
