import type { ErrorPayload } from '../../errors.ts';
import { describeServerEvent } from '../describe-server-event.ts';
import type { Said, SessionView, StageReached } from '../session-view.ts';
import type { Outcome, Proof, Stage } from '../stage.ts';
import { STAGES } from '../stage.ts';
import type { Phase } from './phase.ts';
import type { Line, Notes, Session } from './session.ts';

/** Moves to a phase; `current` is the stage that is under way in it. */
export function go(session: Session, phase: Phase, current: Stage | null = session.view.current): Session {
  const waitingFor = phase.kind === 'awaitingReset' ? 'reset' : null;
  return { ...session, phase, view: { ...session.view, current, waitingFor } };
}

export function withNotes(session: Session, notes: Partial<Notes>): Session {
  return { ...session, notes: { ...session.notes, ...notes } };
}

export function withView(session: Session, view: Partial<SessionView>): Session {
  return { ...session, view: { ...session.view, ...view } };
}

/** Records a stage once, with what it rests on; a stage before one already reached is left out. */
export function reach(session: Session, stage: Stage, line: Line, source: StageReached['source']): Session {
  const { stages, startedAtMs } = session.view;
  const last = stages.at(-1);
  if (last !== undefined && STAGES.indexOf(last.stage) >= STAGES.indexOf(stage)) return session;
  // A ready line may be older than the click.
  const atMs = Math.max(last?.atMs ?? 0, line.atMs - startedAtMs, 0);
  const reached: StageReached = { stage, atMs, evidence: line.text, source, logSeq: line.seq };
  return withView(session, { stages: [...stages, reached] });
}

export function hasReached(session: Session, stage: Stage): boolean {
  return session.view.stages.some((reached) => reached.stage === stage);
}

/** The verdict. Nothing changes after it. */
export function end(session: Session, outcome: Outcome, error: ErrorPayload | null, nowMs: number): Session {
  const { view, notes } = session;
  const expected = view.expected.sha256;
  const printed = hasRestarted(notes) ? view.after.sha256 : null;
  return {
    ...session,
    phase: { kind: 'ended' },
    view: {
      ...view,
      // A board that did not restart still runs what it ran.
      after: hasRestarted(notes) ? view.after : view.before,
      serverSaw: view.serverSaw ?? answered(notes),
      current: null,
      waitingFor: null,
      verdict: {
        outcome,
        error,
        proof: proofOf(session),
        equalDigestBytes: expected !== null && printed !== null ? equalBytes(expected, printed) : null,
        lessCertain: notes.uncertain && error?.code.startsWith('tls/') === true,
        atMs: nowMs,
        durationMs: Math.max(0, nowMs - view.startedAtMs),
      },
    },
  };
}

/** What the server last did for this update, where nothing went wrong on its side. */
function answered({ request }: Notes): Said | null {
  if (request === null) return null;
  return { text: describeServerEvent(request), atMs: request.atMs, logSeq: null };
}

function hasRestarted({ announcedRestart, newBoots, ranNew }: Notes): boolean {
  return announcedRestart || newBoots > 0 || ranNew;
}

/** What shows that the offered image is the one that runs; null when nothing does. */
export function proofOf({ view, notes, options }: Session): Proof | null {
  if (!hasRestarted(notes)) return null;
  if (view.expected.sha256 !== null && view.after.sha256 === view.expected.sha256) return 'digest';
  if (view.after.sha256 !== null) return null;
  const sameSlot = view.after.partition === null || view.after.partition === view.expected.partition;
  if (notes.provenBy !== null && sameSlot) return notes.provenBy;
  if (notes.ranNew && elfMatches(options.appElfSha256, notes.lastFacts.elfSha256Prefix)) return 'elf';
  const sameVersion = view.after.version !== null && view.after.version === view.expected.version;
  return sameVersion && view.after.partition === view.expected.partition ? 'version' : null;
}

/** The log prints 9 or 16 digits of it (CONFIG_APP_RETRIEVE_LEN_ELF_SHA); an image without one has zeros. */
export function elfMatches(appElfSha256: string | null, prefix: string | null): boolean {
  if (appElfSha256 === null || prefix === null || /^0*$/.test(prefix)) return false;
  return appElfSha256.startsWith(prefix);
}

/** Bytes of two hex digests that agree, place by place. */
export function equalBytes(a: string, b: string): number {
  let equal = 0;
  for (let i = 0; i < a.length; i += 2) if (a.slice(i, i + 2) === b.slice(i, i + 2)) equal += 1;
  return equal;
}
