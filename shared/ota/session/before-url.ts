import type { DeviceEvent } from '../device/device-event.ts';
import { go, reach, withNotes } from './advance.ts';
import { DEADLINES } from './phase.ts';
import type { Line, Session } from './session.ts';

/** Events that show where a board stands in its boot. */
const TELLING: ReadonlySet<DeviceEvent['kind']> = new Set([
  'reset',
  'bootloader',
  'loadedApp',
  'appVersion',
  'appMain',
  'digest',
  'diagnosticsStarted',
  'appConfirmed',
  'address',
  'otaTaskStarted',
  'runningPartition',
  'readyForUrl',
]);

/** A line of the board while it is brought to the point where it reads a URL. */
export function beforeUrl(session: Session, event: DeviceEvent, line: Line): Session {
  if (event.kind === 'wifiFailed') return withNotes(session, { wifiFailed: true });
  const stuck = event.kind === 'waitsForFirmware' || event.kind === 'fatal' || event.kind === 'refused';
  const asked = session.phase.kind === 'awaitingReset' || session.phase.kind === 'resetting';
  if (stuck && !asked) return askForReset(session, line.atMs);
  if (!TELLING.has(event.kind)) return session;
  return towardsReady(session, line);
}

/** The next thing to wait for, from what the board has said so far. */
export function towardsReady(session: Session, line: Line): Session {
  const facts = session.notes.lastFacts;
  const nowMs = line.atMs;
  if (facts.ready && (facts.ipv4 !== null || session.options.hostGiven || !session.options.sendUrl)) {
    // A second ready line (`Main DNS`) starts the pause anew.
    const settled = reach(session, 'ready', line, 'board');
    return go(settled, { kind: 'settling', dueAtMs: nowMs + DEADLINES.settle }, 'urlSent');
  }
  if (facts.ready)
    return go(session, { kind: 'booting', awaits: 'address', dueAtMs: nowMs + DEADLINES.observe }, 'ready');
  if (facts.version === null && facts.program === null) {
    return go(session, { kind: 'booting', awaits: 'boot', dueAtMs: nowMs + DEADLINES.boot }, 'ready');
  }
  const awaits = facts.ipv4 === null ? 'address' : 'ready';
  return go(session, { kind: 'booting', awaits, dueAtMs: nowMs + DEADLINES[awaits] }, 'ready');
}

/** Nothing more comes by itself: the lines reset the board, or a person does. */
export function askForReset(session: Session, nowMs: number): Session {
  return session.options.mayReset
    ? go(session, { kind: 'resetting', dueAtMs: nowMs + DEADLINES.reset }, 'ready')
    : go(session, { kind: 'awaitingReset', dueAtMs: nowMs + DEADLINES.boot }, 'ready');
}
