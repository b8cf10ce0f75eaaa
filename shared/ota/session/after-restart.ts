import type { ErrorPayload } from '../../errors.ts';
import type { DeviceEvent } from '../device/device-event.ts';
import { elfMatches, end, go, proofOf, reach, withNotes, withView } from './advance.ts';
import { restartCause } from './crash-cause.ts';
import { DEADLINES, LOOP_BOOTS } from './phase.ts';
import type { Line, Session } from './session.ts';
import { runningOf } from './session.ts';

/** A line of the board after its restart: which image runs, and does it stay? */
export function afterRestart(session: Session, event: DeviceEvent, line: Line): Session {
  const told = withView(session, { after: runningOf(session.notes.lastFacts) });
  const nowMs = line.atMs;
  switch (event.kind) {
    case 'reset':
    case 'bootloader':
      return bootsAgain(told, event, nowMs);
    case 'loadedApp':
      return loaded(told, event.offset, line);
    case 'elfSha256':
      return elfMatches(told.options.appElfSha256, event.prefix)
        ? runsNew(told, line)
        : otherElf(told, event.prefix, line);
    case 'digest':
      return event.of === 'currentFirmware'
        ? digest(seesNative(told, event.program), line)
        : seesNative(told, event.program);
    case 'appMain':
      return rearm(seesNative(told, event.program), nowMs);
    case 'diagnosticsStarted':
      return rearm(withNotes(told, { diagnosing: true }), nowMs);
    case 'appConfirmed':
      return confirmedBy(withNotes(told, { diagnosing: false }), line);
    case 'otaTaskStarted': {
      const seen = seesNative(told, event.program);
      return event.program === 'native' && !seen.notes.diagnosing ? confirmedBy(seen, line) : seen;
    }
    case 'diagnosticsFailed':
      return withNotes(bootsNext(told, nowMs), { diagnosticsFailed: true, diagnosing: false });
    case 'rollsBack':
      return withNotes(bootsNext(told, nowMs), { rollsBack: true });
    case 'panic':
      return withNotes(bootsNext(told, nowMs), { panic: told.notes.panic ?? event.text });
    case 'wifiFailed':
      return withNotes(told, { wifiFailed: true });
    case 'address':
    case 'appVersion':
      return rearm(told, nowMs);
    default:
      return told;
  }
}

function seesNative(session: Session, program: string): Session {
  if (program !== 'native' || session.notes.nativeSinceRestart) return session;
  const seen = withNotes(session, { nativeSinceRestart: true });
  return seen.phase.kind === 'confirming' ? { ...seen, phase: { ...seen.phase, restsAtMs: null } } : seen;
}

/** Another ELF digest takes back what an earlier one showed; the partition's digest may still decide. */
function otherElf(session: Session, prefix: string, line: Line): Session {
  const { elfBefore, provenBy } = session.notes;
  // A bootloader whose log is quiet names no slot: the program it started does.
  if (prefix === elfBefore && session.notes.newBoots === 0) return runsOld(session, line);
  if (provenBy !== 'elf') return rearm(session, line.atMs);
  return withNotes(bootsNext(session, line.atMs), { provenBy: null, ranNew: false });
}

/** A sign of progress starts the deadline anew. */
function rearm(session: Session, nowMs: number): Session {
  const { phase } = session;
  if (phase.kind === 'bootingNew')
    return { ...session, phase: { ...phase, dueAtMs: nowMs + DEADLINES.restart } };
  if (phase.kind === 'confirming')
    return { ...session, phase: { ...phase, dueAtMs: nowMs + DEADLINES.confirm } };
  return session;
}

function bootsNext(session: Session, nowMs: number): Session {
  const announced = session.phase.kind === 'bootingNew' ? session.phase.announced : true;
  const current = session.notes.ranNew ? 'confirmed' : 'newImageRuns';
  return go(session, { kind: 'bootingNew', announced, dueAtMs: nowMs + DEADLINES.restart }, current);
}

/** Resets that a person or the supply causes. */
const OUTSIDE = /^(POWERON|EXT|BROWN|RTCWDT_BROWN|SDIO)/;
/** `SW_CPU_RESET`, `RTC_SW_SYS_RST`: of a panic, which says so before, and of every program's own restart. */
const SOFTWARE = /^(RTC_)?SW_/;

function bootsAgain(session: Session, event: DeviceEvent, nowMs: number): Session {
  const resets = session.notes.resets + (event.kind === 'reset' ? 1 : 0);
  const next = withNotes(bootsNext(session, nowMs), { nativeSinceRestart: false, resets });
  // A bootloader whose log is quiet counts no starts.
  if (resets > LOOP_BOOTS + 1) return end(next, 'failed', loopCause(next), nowMs);
  // The first restart is the update's own. A later one that neither person nor supply nor program caused is a crash.
  const again = event.kind === 'reset' && (session.notes.newBoots > 0 || session.notes.ranNew);
  if (again && OUTSIDE.test(event.reason))
    return withNotes(next, { powerLost: session.notes.powerLost ?? event.reason });
  return again && !SOFTWARE.test(event.reason) && !session.notes.diagnosticsFailed
    ? withNotes(next, { panic: session.notes.panic ?? event.reason })
    : next;
}

/** `Loaded app from partition`: the bootloader's choice. */
function loaded(session: Session, offset: number, line: Line): Session {
  const { expected, before } = session.view;
  if (expected.offset === null || offset === expected.offset) {
    const newBoots = session.notes.newBoots + 1;
    const counted = withNotes(session, { newBoots });
    if (newBoots > LOOP_BOOTS) return end(counted, 'failed', loopCause(counted), line.atMs);
    return rearm(counted, line.atMs);
  }
  return before.offset === null || offset === before.offset
    ? runsOld(session, line)
    : backToOld(session, line);
}

/** The image from before runs. Unless a restart was announced or the new one had its turn, none was ever chosen. */
function runsOld(session: Session, line: Line): Session {
  const { announcedRestart, newBoots, ranNew, lastFacts } = session.notes;
  if (announcedRestart || newBoots > 0 || ranNew) return backToOld(session, line);
  return end(session, 'interrupted', restartCause(lastFacts.resetReason ?? 'unknown', null), line.atMs);
}

/** Without its network the example aborts and restarts: it runs, and never gets past its start. */
function loopCause({ notes }: Session): ErrorPayload {
  if (notes.wifiFailed) return { code: 'boot/not-ready', params: { detail: 'Wi-Fi' } };
  return { code: 'boot/loop', params: { boots: Math.max(notes.newBoots, notes.resets) - 1 } };
}

function backToOld(session: Session, line: Line): Session {
  const said = session.view.boardSaid ?? { text: line.text, atMs: line.atMs, logSeq: line.seq };
  return go(withView(session, { boardSaid: said }), {
    kind: 'concluding',
    conclusion: 'rolledBack',
    dueAtMs: line.atMs + DEADLINES.oldImage,
  });
}

function digest(session: Session, line: Line): Session {
  const { expected, before, after } = session.view;
  if (after.sha256 === expected.sha256) return runsNew(session, line);
  if (after.sha256 !== null && after.sha256 === before.sha256) return backToOld(session, line);
  const said = withView(session, { boardSaid: { text: line.text, atMs: line.atMs, logSeq: line.seq } });
  return end(said, 'failed', { code: 'boot/other-image', params: {} }, line.atMs);
}

function runsNew(session: Session, line: Line): Session {
  const provenBy = session.view.after.sha256 === session.view.expected.sha256 ? 'digest' : 'elf';
  const reached = withNotes(reach(session, 'newImageRuns', line, 'board'), { ranNew: true, provenBy });
  const restsAtMs =
    session.phase.kind === 'confirming'
      ? session.phase.restsAtMs
      : session.notes.nativeSinceRestart
        ? null
        : line.atMs + DEADLINES.rest;
  return go(reached, { kind: 'confirming', dueAtMs: line.atMs + DEADLINES.confirm, restsAtMs }, 'confirmed');
}

/** The app confirmed itself, or went past the point where it decides. It counts only with proof of which app. */
export function confirmedBy(session: Session, line: Line): Session {
  const proof = proofOf(session);
  if (session.phase.kind !== 'confirming' || (proof !== 'digest' && proof !== 'elf')) return session;
  // A log that is another board's, or an older one played again, says all this too.
  if (session.options.servedHere === true && (session.notes.request?.status ?? 404) >= 300)
    return end(session, 'failed', { code: 'boot/not-served', params: {} }, line.atMs);
  return end(reach(session, 'confirmed', line, 'board'), 'confirmed', null, line.atMs);
}
