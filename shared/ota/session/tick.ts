import type { ErrorPayload } from '../../errors.ts';
import type { Stage } from '../stage.ts';
import { end, go, proofOf, reach, withView } from './advance.ts';
import { confirmedBy } from './after-restart.ts';
import { askForReset } from './before-url.ts';
import { causeOf, turnedAwayCause } from './causes.ts';
import { crashCause } from './crash-cause.ts';
import { DEADLINES } from './phase.ts';
import type { Session } from './session.ts';
import { standsStillAtMs } from './standstill.ts';
import { refusalCause } from './tls-cause.ts';
import { unreachedCause } from './unreached.ts';

/** A deadline passed: what that means in each phase. Before any is due the same object comes back. */
export function tick(session: Session, nowMs: number): Session {
  const { phase, options } = session;
  if (phase.kind === 'ended') return session;
  if (options.endAtMs !== null && nowMs >= options.endAtMs && phase.kind !== 'concluding')
    return overall(session, nowMs);
  if (phase.kind === 'confirming' && phase.restsAtMs !== null && nowMs >= phase.restsAtMs) {
    const line = { text: `No reset for ${DEADLINES.rest / 1000} s`, atMs: nowMs, seq: null };
    // Without proof (it has said something else since) the rest proves nothing, and is not asked again.
    return confirmedBy({ ...session, phase: { ...phase, restsAtMs: null } }, line);
  }
  if (nowMs < Math.min(phase.dueAtMs, standsStillAtMs(session))) return session;
  return session.notes.portGone === null
    ? passed(session, nowMs)
    : end(session, 'interrupted', session.notes.portGone, nowMs);
}

function passed(session: Session, nowMs: number): Session {
  const { phase } = session;
  switch (phase.kind) {
    case 'observing':
      return askForReset(session, nowMs);
    case 'resetting':
    case 'awaitingReset':
      return fail(session, saidNothing(session), nowMs);
    case 'booting':
      return fail(session, notReady(session, phase.awaits), nowMs);
    case 'settling':
      return settled(session, nowMs);
    case 'sending':
    case 'resending':
      return fail(session, timeout('urlSent', DEADLINES.send), nowMs);
    case 'awaitingConnection':
      if (!phase.resent && session.options.sendUrl)
        // The board has had time for a connection; what may keep it out is said while it is tried once more.
        return go(withView(session, { suspected: unreachedCause(session) }), {
          kind: 'resending',
          dueAtMs: phase.failAtMs,
          failAtMs: phase.failAtMs,
        });
      return fail(session, timeout('urlSent', DEADLINES.connection), nowMs);
    case 'handshaking':
      return fail(session, timeout('tls', DEADLINES.handshake), nowMs);
    case 'requesting':
      return fail(session, timeout('headerAccepted', DEADLINES.header), nowMs);
    case 'downloading':
      return fail(session, timeout('writing', DEADLINES.download), nowMs);
    case 'verifying':
      return fail(session, timeout('imageVerified', DEADLINES.verify), nowMs);
    case 'restarting':
      return fail(session, timeout('restarting', DEADLINES.restart), nowMs);
    case 'bootingNew':
      return fail(session, neverSaid(session), nowMs);
    case 'confirming':
      return fail(session, { code: 'boot/not-ready', params: { detail: lastWord(session) } }, nowMs);
    case 'concluding':
      return phase.conclusion === 'failure'
        ? fail(session, failureCause(session), nowMs)
        : end(session, 'rolledBack', rollbackCause(session), nowMs);
    case 'ended':
      return session;
  }
}

function fail(session: Session, error: ErrorPayload, nowMs: number): Session {
  return end(session, 'failed', error, nowMs);
}

function timeout(stage: Stage | 'boot', ms: number): ErrorPayload {
  return { code: `timeout/${stage}` as ErrorPayload['code'], params: { seconds: ms / 1000 } };
}

function overall(session: Session, nowMs: number): Session {
  const seconds = (session.options.endAtMs ?? nowMs) - session.view.startedAtMs;
  return fail(session, timeout(session.view.current ?? 'ready', seconds), nowMs);
}

function notReady(session: Session, awaits: 'boot' | 'address' | 'ready'): ErrorPayload {
  const { notes } = session;
  if (awaits === 'ready') return timeout('ready', DEADLINES.ready);
  if (awaits === 'address' && !notes.wifiFailed && notes.lastFacts.ipv6 !== null)
    return { code: 'board/ipv6-only', params: { address: notes.lastFacts.ipv6 } };
  if (awaits === 'address')
    return { code: notes.wifiFailed ? 'net/wifi-failed' : 'board/no-address', params: { device: '' } };
  return notes.lastFacts.boots > 0 ? timeout('boot', DEADLINES.boot) : saidNothing(session);
}

/** As esp-idf-monitor, which takes three undecodable lines for a wrong baud rate. */
function saidNothing({ notes }: Session): ErrorPayload {
  return { code: notes.lastFacts.garbledLines >= 3 ? 'board/garbled' : 'board/silent', params: {} };
}

function settled(session: Session, nowMs: number): Session {
  const line = session.notes.lastLine ?? { text: 'The board waits for a URL', atMs: nowMs, seq: null };
  const ready = reach(session, 'ready', line, session.notes.lastLine === null ? 'workbench' : 'board');
  if (session.options.sendUrl)
    return go(ready, { kind: 'sending', dueAtMs: nowMs + DEADLINES.send }, 'urlSent');
  const failAtMs = nowMs + DEADLINES.connection;
  return go(ready, { kind: 'awaitingConnection', resent: true, dueAtMs: failAtMs, failAtMs }, 'urlSent');
}

function neverSaid(session: Session): ErrorPayload {
  if (session.notes.panic !== null) return crashCause(session.notes.panic);
  if (proofOf(session) === 'version') return { code: 'boot/unproven', params: {} };
  return timeout('newImageRuns', DEADLINES.restart);
}

function failureCause(session: Session): ErrorPayload {
  if (session.notes.errors.length > 0) return causeOf(session);
  return turnedAwayCause(session) ?? refusalCause(session);
}

function rollbackCause({ notes }: Session): ErrorPayload {
  if (notes.diagnosticsFailed) return { code: 'boot/diagnostics-failed', params: {} };
  if (notes.panic !== null) return crashCause(notes.panic);
  if (notes.powerLost !== null) return { code: 'boot/power-lost', params: { reason: notes.powerLost } };
  return { code: 'boot/rolled-back', params: {} };
}

function lastWord({ notes }: Session): string {
  return notes.wifiFailed ? 'Wi-Fi' : (notes.lastLine?.text ?? '');
}
