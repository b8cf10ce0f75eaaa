import { describeServerEvent } from '../describe-server-event.ts';
import type { ServerEvent } from '../server-event.ts';
import { go, hasReached, reach, withNotes, withView } from './advance.ts';
import { DEADLINES } from './phase.ts';
import { addSample } from './rate.ts';
import type { Line, Session } from './session.ts';

const BEFORE_URL: ReadonlySet<string> = new Set([
  'observing',
  'resetting',
  'awaitingReset',
  'booting',
  'settling',
  'sending',
]);

/**
 * What the server saw of this update. `certain` is false where several boards share the peer's address:
 * then it is kept as a hint and moves nothing.
 */
export function fromServer(session: Session, event: ServerEvent, certain: boolean, nowMs: number): Session {
  if (BEFORE_URL.has(session.phase.kind) && session.options.sendUrl) return session;
  const line: Line = { text: describeServerEvent(event), atMs: event.atMs, seq: null };
  switch (event.kind) {
    case 'connected':
      return certain ? connected(session, nowMs) : session;
    case 'connectionRefused':
      return certain ? turnedAway(session, event, line, nowMs) : session;
    case 'tlsEstablished':
      return certain ? secured(session, line, nowMs) : session;
    case 'tlsRefused':
      return refused(session, event, certain, line, nowMs);
    case 'requestStarted': {
      const asked = withNotes(secured(session, line, nowMs), { request: event });
      if (asked.phase.kind === 'concluding' || event.status < 300) return asked;
      return withView(asked, { serverSaw: { text: line.text, atMs: line.atMs, logSeq: null } });
    }
    case 'requestProgress':
      return moved(session, event.bytes, event.bytesAre, nowMs);
    case 'requestEnded': {
      const ended = withNotes(moved(session, event.bytes, event.bytesAre, nowMs), { request: event });
      return event.outcome === 'complete'
        ? ended
        : withView(ended, { serverSaw: { text: line.text, atMs: line.atMs, logSeq: null } });
    }
    default:
      return session;
  }
}

function connected(session: Session, nowMs: number): Session {
  const { kind } = session.phase;
  const waiting = kind === 'awaitingConnection' || kind === 'resending' || BEFORE_URL.has(kind);
  const noted = withNotes(withView(session, { suspected: null }), { connected: true });
  return waiting ? go(noted, { kind: 'handshaking', dueAtMs: nowMs + DEADLINES.handshake }, 'tls') : noted;
}

/** Nothing more comes of it: the board's own lines on the closed connection follow, where it prints them. */
function turnedAway(
  session: Session,
  event: Extract<ServerEvent, { kind: 'connectionRefused' }>,
  line: Line,
  nowMs: number,
): Session {
  if (session.notes.connected || session.phase.kind === 'concluding') return session;
  const said = withView(session, { serverSaw: { text: line.text, atMs: line.atMs, logSeq: null } });
  const noted = withNotes(said, { turnedAway: event });
  return go(noted, { kind: 'concluding', conclusion: 'failure', dueAtMs: nowMs + DEADLINES.errorLine });
}

function secured(session: Session, line: Line, nowMs: number): Session {
  if (hasReached(session, 'tls') || session.phase.kind === 'concluding') return session;
  const reached = reach(session, 'tls', line, 'server');
  return go(reached, { kind: 'requesting', dueAtMs: nowMs + DEADLINES.header }, 'headerAccepted');
}

function refused(
  session: Session,
  event: Extract<ServerEvent, { kind: 'tlsRefused' }>,
  certain: boolean,
  line: Line,
  nowMs: number,
): Session {
  if (hasReached(session, 'tls')) return session;
  const said = withView(session, { serverSaw: { text: line.text, atMs: line.atMs, logSeq: null } });
  const noted = withNotes(said, {
    uncertain: !certain,
    tlsRefused: certain ? event : session.notes.tlsRefused,
  });
  // The board's own lines follow; a board with a quiet log is judged by the server's word alone.
  if (!certain || session.phase.kind === 'concluding') return noted;
  return go(noted, { kind: 'concluding', conclusion: 'failure', dueAtMs: nowMs + DEADLINES.errorLine });
}

function moved(session: Session, bytes: number, bytesAre: 'handed' | 'delivered', nowMs: number): Session {
  const grew = bytes > (session.view.progress.deliveredBytes ?? 0);
  const progress = { ...addSample(session.view.progress, 'delivered', bytes, nowMs), bytesAre };
  const next = withView(session, { progress });
  const { kind } = session.phase;
  if (!grew || (kind !== 'requesting' && kind !== 'downloading')) return next;
  return go(next, { kind: 'downloading', dueAtMs: nowMs + downloadDeadlineMs(next, bytesAre) });
}

/** A whole image fits into the system's send buffer: once it is handed over, a quiet board reads on unseen. */
function downloadDeadlineMs({ view }: Session, bytesAre: 'handed' | 'delivered'): number {
  const unseen = bytesAre === 'handed' && view.progress.writtenBytes === null;
  return unseen ? 6 * DEADLINES.download : DEADLINES.download;
}
