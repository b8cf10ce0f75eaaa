import type { DeviceEvent } from '../device/device-event.ts';
import { end, go, reach, withNotes } from './advance.ts';
import { DEADLINES, LOOP_BOOTS } from './phase.ts';
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
  return event.kind === 'reset' ? startsAgain(session, event.reason, line) : towardsReady(session, line);
}

/** Each start gives it new time; one that never gets past its start would be waited for without end. */
function startsAgain(session: Session, reason: string, line: Line): Session {
  const counted = withNotes(session, { earlyBoots: session.notes.earlyBoots + 1 });
  const boots = counted.notes.earlyBoots;
  if (boots <= LOOP_BOOTS) return towardsReady(counted, line);
  const error = counted.notes.wifiFailed
    ? ({ code: 'net/wifi-failed', params: {} } as const)
    : ({ code: 'board/boot-loop', params: { boots, reason } } as const);
  return end(counted, 'failed', error, line.atMs);
}

/** The next thing to wait for, from what the board has said so far. */
export function towardsReady(session: Session, line: Line): Session {
  const facts = session.notes.lastFacts;
  const nowMs = line.atMs;
  if (facts.ready && (facts.ipv4 !== null || session.options.hostGiven || !session.options.sendUrl)) {
    // A second ready line (`Main DNS`) starts the pause anew.
    const settled = reach(session, 'ready', line, 'board');
    // Nothing is written to it: it goes on at once.
    if (!session.options.sendUrl) {
      const dueAtMs = nowMs + DEADLINES.connection;
      return go(settled, { kind: 'awaitingConnection', resent: true, dueAtMs, failAtMs: dueAtMs }, 'urlSent');
    }
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
