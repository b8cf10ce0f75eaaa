import type { DeviceEvent } from '../device/device-event.ts';
import { end, go, hasReached, reach, withNotes, withView } from './advance.ts';
import { isFailure } from './causes.ts';
import { restartCause } from './crash-cause.ts';
import { DEADLINES } from './phase.ts';
import { addSample, addStarved } from './rate.ts';
import type { Line, Session } from './session.ts';

/** A line of the board from the URL to its announced restart. */
export function inUpdate(session: Session, event: DeviceEvent, line: Line): Session {
  const nowMs = line.atMs;
  if (isFailure(event)) return fail(session, event, line);
  switch (event.kind) {
    case 'reset':
    case 'bootloader':
      return restarted(session, event.kind === 'reset' ? event.reason : 'unknown', nowMs);
    case 'panic':
      return withNotes(session, { panic: session.notes.panic ?? event.text });
    case 'refused':
      return refused(session, event.why, line);
    case 'writingTo': {
      const expected = { ...session.view.expected };
      const row = session.notes.lastFacts.partitions.find((p) => p.type === 0 && p.offset === event.offset);
      const toSlot = withView(session, {
        expected: {
          ...expected,
          offset: event.offset ?? expected.offset,
          partition: row?.label ?? expected.partition,
        },
      });
      return go(
        withNotes(toSlot, { slotBytes: row?.sizeBytes ?? session.notes.slotBytes }),
        requesting(nowMs),
        'headerAccepted',
      );
    }
    case 'newVersion':
    case 'runningVersion':
    case 'lastInvalidVersion':
      return session.phase.kind === 'requesting' ? go(session, requesting(nowMs)) : session;
    case 'otaBegan':
      return go(reach(session, 'headerAccepted', line, 'board'), downloading(nowMs), 'writing');
    case 'written':
      return written(session, event.bytes, line);
    case 'totalWritten':
      return wholeImage(session, event.bytes, line);
    case 'segment':
      return segment(session, event.index, line);
    case 'restarting': {
      const verified = reach(session, 'imageVerified', line, 'board');
      const restarting = reach(verified, 'restarting', line, 'board');
      return go(
        withNotes(restarting, { announcedRestart: true }),
        { kind: 'restarting', dueAtMs: nowMs + DEADLINES.restart },
        'restarting',
      );
    }
    default:
      return session;
  }
}

const requesting = (nowMs: number) => ({ kind: 'requesting', dueAtMs: nowMs + DEADLINES.header }) as const;
const downloading = (nowMs: number) =>
  ({ kind: 'downloading', dueAtMs: nowMs + DEADLINES.download }) as const;
const verifying = (nowMs: number) => ({ kind: 'verifying', dueAtMs: nowMs + DEADLINES.verify }) as const;

function written(session: Session, bytes: number, line: Line): Session {
  const begun = reach(reach(session, 'headerAccepted', line, 'board'), 'writing', line, 'board');
  const sampled = addSample(begun.view.progress, 'written', bytes, line.atMs);
  const progress = addStarved(sampled, bytes);
  return go(withView(begun, { progress }), downloading(line.atMs), 'writing');
}

function wholeImage(session: Session, bytes: number, line: Line): Session {
  const all = reach(session, 'writing', line, 'board');
  const { view } = all;
  const writtenAtMs = view.writtenAtMs ?? Math.max(0, line.atMs - view.startedAtMs);
  const progress = addSample(view.progress, 'written', bytes, line.atMs);
  return go(withView(all, { progress, writtenAtMs }), verifying(line.atMs), 'imageVerified');
}

/** `esp_image` prints the segments once when it checks the image and once when the slot is chosen. */
function segment(session: Session, index: number, line: Line): Session {
  if (!hasReached(session, 'headerAccepted') || index !== 0) return session;
  const segmentRounds = session.notes.segmentRounds + 1;
  const counted = withNotes(session, { segmentRounds });
  if (segmentRounds < 2) return go(counted, verifying(line.atMs), 'imageVerified');
  return go(reach(counted, 'imageVerified', line, 'board'), verifying(line.atMs), 'restarting');
}

function refused(
  session: Session,
  why: Extract<DeviceEvent, { kind: 'refused' }>['why'],
  line: Line,
): Session {
  const said = withView(session, { boardSaid: { text: line.text, atMs: line.atMs, logSeq: line.seq } });
  const version = session.view.image.version ?? '';
  const code = {
    sameVersion: 'ota/same-version',
    lastInvalidVersion: 'ota/last-invalid-version',
    secureVersion: 'ota/secure-version',
  } as const;
  return end(said, 'refused', { code: code[why], params: { version } }, line.atMs);
}

/** The first error line decides that it failed; why is settled when the task's end and the server's word are in. */
function fail(session: Session, event: DeviceEvent, line: Line): Session {
  const errors = [...session.notes.errors, { event, line }];
  const boardSaid = session.view.boardSaid ?? { text: line.text, atMs: line.atMs, logSeq: line.seq };
  const noted = withView(withNotes(session, { errors }), { boardSaid });
  const waitMs = event.kind === 'fatal' ? DEADLINES.failure : DEADLINES.errorLine;
  return go(noted, { kind: 'concluding', conclusion: 'failure', dueAtMs: line.atMs + waitMs });
}

/** A restart that the board did not announce. */
function restarted(session: Session, reason: string, nowMs: number): Session {
  const { progress } = session.view;
  const whole = progress.writtenBytes ?? progress.deliveredBytes ?? 0;
  // It crashed before it wrote anything, however much of the image is on its way.
  if (session.notes.panic !== null && !hasReached(session, 'headerAccepted'))
    return interrupted(session, reason, nowMs);
  // Its log may be quiet, or the announcing line lost: what it boots decides.
  if (whole >= progress.totalBytes || session.phase.kind === 'verifying') {
    return go(
      session,
      { kind: 'bootingNew', announced: false, dueAtMs: nowMs + DEADLINES.restart },
      'newImageRuns',
    );
  }
  return interrupted(session, reason, nowMs);
}

function interrupted(session: Session, reason: string, nowMs: number): Session {
  // The native example asserts that there is a slot to write to.
  if (session.notes.panic?.includes('update_partition != NULL') === true)
    return end(session, 'failed', { code: 'ota/no-slot', params: {} }, nowMs);
  return end(session, 'interrupted', restartCause(reason, session.notes.panic), nowMs);
}
