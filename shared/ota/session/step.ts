import type { DeviceEvent } from '../device/device-event.ts';
import { end, go, reach, withNotes, withView } from './advance.ts';
import { afterRestart } from './after-restart.ts';
import { beforeUrl } from './before-url.ts';
import { isFailure } from './causes.ts';
import { fromServer } from './from-server.ts';
import { inUpdate } from './in-update.ts';
import { DEADLINES } from './phase.ts';
import type { Line, Session, SessionEvent } from './session.ts';
import { isEnded, runningOf } from './session.ts';
import { cameFurther, standsStillAtMs } from './standstill.ts';
import { tick } from './tick.ts';

/** Milliseconds that a board may be away from USB while it restarts. */
const RETURN_MS = 10_000;

/**
 * The whole of an update as one pure function. An event without meaning where the update stands returns the
 * same object; nothing changes after the verdict.
 */
export function step(session: Session, event: SessionEvent, nowMs: number): Session {
  if (isEnded(session)) return session;
  const next = stepped(session, event, nowMs);
  return cameFurther(session, next) ? withNotes(next, { furtherAtMs: nowMs }) : next;
}

function stepped(session: Session, event: SessionEvent, nowMs: number): Session {
  switch (event.kind) {
    case 'device':
      return fromDevice(session, event);
    case 'server':
      return fromServer(session, event.event, event.certain, nowMs);
    case 'linesReset':
      if (session.phase.kind !== 'resetting') return session;
      return go(session, { kind: 'booting', awaits: 'boot', dueAtMs: nowMs + DEADLINES.boot });
    case 'overridden':
      return withView(session, { overridden: event.checks });
    case 'refusedBeforeSending':
      return end(session, 'refused', event.error, nowMs);
    case 'sendFailed':
      return end(session, 'failed', event.error, nowMs);
    case 'urlSent':
      return sent(session, event, nowMs);
    case 'portGone':
      return portGone(session, event.error, nowMs);
    case 'serverStopped':
      return serverStopped(session, nowMs);
    case 'cancelled':
      return end(session, 'cancelled', null, nowMs);
    case 'hostSlept':
      return end(session, 'interrupted', { code: 'host/slept', params: { seconds: event.seconds } }, nowMs);
    case 'hostEnded':
      return end(session, 'unknown', { code: 'host/ended', params: {} }, nowMs);
    case 'tick':
      return tick(session, nowMs);
  }
}

/** When `tick` is due next; null once it has ended. */
export function dueAtMs(session: Session): number | null {
  const { phase, options } = session;
  if (phase.kind === 'ended') return null;
  const rests = phase.kind === 'confirming' ? phase.restsAtMs : null;
  return Math.min(
    phase.dueAtMs,
    standsStillAtMs(session),
    rests ?? Number.POSITIVE_INFINITY,
    options.endAtMs ?? Number.POSITIVE_INFINITY,
  );
}

function fromDevice(
  session: Session,
  { event, facts, line }: Extract<SessionEvent, { kind: 'device' }>,
): Session {
  const told = withNotes(session, { lastFacts: facts, lastLine: line, portGone: null });
  switch (session.phase.kind) {
    case 'observing':
    case 'resetting':
    case 'awaitingReset':
    case 'booting':
    case 'settling':
      return refreshed(beforeUrl(told, event, line));
    case 'sending':
      // The URL it is being sent is lost when it restarts; it is sent again when it is ready again.
      return event.kind === 'reset' ? beforeUrl(told, event, line) : told;
    case 'restarting':
      if (event.kind === 'reset' || event.kind === 'bootloader' || event.kind === 'loadedApp')
        return afterRestart(booting(told, line.atMs), event, line);
      return told;
    case 'bootingNew':
    case 'confirming':
      return afterRestart(told, event, line);
    case 'concluding':
      return session.phase.conclusion === 'failure'
        ? failureSays(told, event, line)
        : oldImageSays(told, event.kind, line.atMs);
    default:
      return inUpdate(told, event, line);
  }
}

/** Until the URL is sent, "before" is whatever the board said last. */
function refreshed(session: Session): Session {
  const { before } = session.view;
  const { elfBefore, lastFacts } = session.notes;
  const now = runningOf(lastFacts);
  const known = { ...now, sha256: now.sha256 ?? before.sha256, version: now.version ?? before.version };
  const noted = withNotes(session, { elfBefore: lastFacts.elfSha256Prefix ?? elfBefore });
  return withView(noted, { before: now.partition === null ? { ...before, ...nonNull(now) } : known });
}

function nonNull<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null)) as Partial<T>;
}

function booting(session: Session, nowMs: number): Session {
  return go(
    session,
    { kind: 'bootingNew', announced: true, dueAtMs: nowMs + DEADLINES.restart },
    'newImageRuns',
  );
}

/** More error lines refine the cause; a restart ends the collecting. */
function failureSays(session: Session, event: DeviceEvent, line: Line): Session {
  if (isFailure(event)) return inUpdate(session, event, line);
  if (event.kind !== 'reset' || session.phase.kind !== 'concluding') return session;
  return tick({ ...session, phase: { ...session.phase, dueAtMs: line.atMs } }, line.atMs);
}

/** After a rollback the old image's words are added to the verdict; its digest completes them. */
function oldImageSays(session: Session, kind: string, nowMs: number): Session {
  const told = withView(session, { after: runningOf(session.notes.lastFacts) });
  const complete = kind === 'digest' && told.view.after.sha256 !== null;
  return complete && told.phase.kind === 'concluding'
    ? tick({ ...told, phase: { ...told.phase, dueAtMs: nowMs } }, nowMs)
    : told;
}

function sent(
  session: Session,
  { url, line, way = null }: Extract<SessionEvent, { kind: 'urlSent' }>,
  nowMs: number,
): Session {
  const { phase } = session;
  if (phase.kind === 'resending') {
    return go(session, {
      kind: 'awaitingConnection',
      resent: true,
      dueAtMs: phase.failAtMs,
      failAtMs: phase.failAtMs,
    });
  }
  if (phase.kind !== 'sending') return session;
  const reached = reach(withNotes(withView(session, { url }), { way }), 'urlSent', line, 'workbench');
  const failAtMs = nowMs + DEADLINES.connection;
  return go(
    reached,
    { kind: 'awaitingConnection', resent: false, dueAtMs: nowMs + DEADLINES.resend, failAtMs },
    'urlSent',
  );
}

function portGone(
  session: Session,
  error: Extract<SessionEvent, { kind: 'portGone' }>['error'],
  nowMs: number,
): Session {
  const { phase } = session;
  const mayReturn =
    phase.kind === 'restarting' ||
    phase.kind === 'bootingNew' ||
    phase.kind === 'confirming' ||
    phase.kind === 'resetting' ||
    phase.kind === 'awaitingReset' ||
    phase.kind === 'booting';
  if (!mayReturn) return end(session, 'interrupted', error, nowMs);
  const away = withNotes(session, { portGone: error });
  return { ...away, phase: { ...phase, dueAtMs: Math.min(phase.dueAtMs, nowMs + RETURN_MS) } };
}

function serverStopped(session: Session, nowMs: number): Session {
  const { kind } = session.phase;
  if (
    kind === 'verifying' ||
    kind === 'restarting' ||
    kind === 'bootingNew' ||
    kind === 'confirming' ||
    kind === 'concluding'
  )
    return session;
  // The whole image has left the server: the board needs it no more.
  const { request } = session.notes;
  if (request?.kind === 'requestEnded' && request.status === 200 && request.outcome === 'complete')
    return session;
  return end(session, 'interrupted', { code: 'host/server-stopped', params: {} }, nowMs);
}
