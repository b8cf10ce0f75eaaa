import type { ErrorPayload } from '../../errors.ts';
import type { BoardFacts } from '../board-facts.ts';
import type { DeviceEvent } from '../device/device-event.ts';
import { nextSlot, partitionNamed } from '../device/read-board.ts';
import type { PreflightName } from '../preflight.ts';
import type { ServerEvent } from '../server-event.ts';
import type { OfferedImage, Running, SessionView } from '../session-view.ts';
import type { WayFacts } from '../way-facts.ts';
import type { Phase } from './phase.ts';
import { DEADLINES } from './phase.ts';

/** One update: what everyone sees of it, where it stands, and what was gathered for its verdict. */
export interface Session {
  readonly view: SessionView;
  readonly phase: Phase;
  readonly options: SessionOptions;
  readonly notes: Notes;
}

export interface SessionOptions {
  /** Whether a silent board may be reset through its lines. */
  readonly mayReset: boolean;
  /** False: the firmware has its own URL. */
  readonly sendUrl: boolean;
  /** True where `--host` makes the board's address unnecessary. */
  readonly hostGiven: boolean;
  /** True where nobody else has the URL: an image that was not asked for here cannot be this update's. */
  readonly servedHere?: boolean;
  readonly endAtMs: number | null;
  /** The image's own; the board prints a prefix of it. */
  readonly appElfSha256: string | null;
}

/** Gathered on the way; the verdict is drawn from it. */
export interface Notes {
  /** Device events since the URL was sent that speak of a failure, with their lines. */
  readonly errors: readonly { readonly event: DeviceEvent; readonly line: Line }[];
  readonly tlsRefused: Extract<ServerEvent, { kind: 'tlsRefused' }> | null;
  /** The server let no connection of the board in. */
  readonly turnedAway: Extract<ServerEvent, { kind: 'connectionRefused' }> | null;
  readonly request: Extract<ServerEvent, { kind: 'requestStarted' | 'requestEnded' }> | null;
  readonly connected: boolean;
  /** What was known of the way to the board when its URL was sent. */
  readonly way: WayFacts | null;
  /** A refused handshake of an address that several boards share. */
  readonly uncertain: boolean;
  readonly slotBytes: number | null;
  /** Restarts before the URL was sent. */
  readonly earlyBoots: number;
  readonly wifiFailed: boolean;
  /** Set while the port is away in a restart, when USB boards leave the bus. */
  readonly portGone: ErrorPayload | null;
  readonly announcedRestart: boolean;
  readonly segmentRounds: number;
  /** Starts of the new image that the bootloader named. */
  readonly newBoots: number;
  /** Resets since the whole image was sent, its own restart included. */
  readonly resets: number;
  readonly panic: string | null;
  /** The reset by which the supply or a person restarted the new image before it had confirmed itself. */
  readonly powerLost: string | null;
  readonly diagnosticsFailed: boolean;
  /** The new image said that it goes back by itself. */
  readonly rollsBack: boolean;
  readonly diagnosing: boolean;
  readonly ranNew: boolean;
  /** What showed it, kept over further restarts of the same slot. */
  readonly provenBy: 'digest' | 'elf' | null;
  /** Digits of the running image's ELF digest when its URL was sent; null where its log had none. */
  readonly elfBefore: string | null;
  /** The native example's lines were seen since the restart. */
  readonly nativeSinceRestart: boolean;
  /** When the update last came further. */
  readonly furtherAtMs: number;
  readonly lastFacts: BoardFacts;
  readonly lastLine: Line | null;
  /** Set by the event that decided, until the verdict is drawn. */
  readonly cause: ErrorPayload | null;
}

/** A line or server event in its own words. */
export interface Line {
  readonly text: string;
  readonly atMs: number;
  readonly seq: number | null;
}

export interface StartInput {
  readonly pushId: string;
  readonly deviceId: string;
  readonly image: OfferedImage;
  readonly expectedSha256: string | null;
  readonly facts: BoardFacts;
  readonly options: SessionOptions;
  /** Null or left out: nothing goes wrong on purpose. */
  readonly fault?: string | null;
  readonly nowMs: number;
}

export type SessionEvent =
  | { readonly kind: 'device'; readonly event: DeviceEvent; readonly facts: BoardFacts; readonly line: Line }
  | { readonly kind: 'server'; readonly event: ServerEvent; readonly certain: boolean }
  | { readonly kind: 'linesReset' }
  | { readonly kind: 'urlSent'; readonly url: string; readonly line: Line; readonly way?: WayFacts | null }
  | { readonly kind: 'refusedBeforeSending'; readonly error: ErrorPayload }
  | { readonly kind: 'overridden'; readonly checks: readonly PreflightName[] }
  | { readonly kind: 'sendFailed'; readonly error: ErrorPayload }
  | { readonly kind: 'portGone'; readonly error: ErrorPayload }
  | { readonly kind: 'serverStopped' }
  | { readonly kind: 'cancelled' }
  /** This machine slept in mid-update: what the board did meanwhile was not heard. */
  | { readonly kind: 'hostSlept'; readonly seconds: number }
  /** This program ended before the verdict; told to what is left of the session at the next start. */
  | { readonly kind: 'hostEnded' }
  | { readonly kind: 'tick' };

/** A new update of a board of which `facts` is known. */
export function startSession(input: StartInput): Session {
  const { facts, nowMs } = input;
  const slot = nextSlot(facts);
  return {
    view: {
      pushId: input.pushId,
      deviceId: input.deviceId,
      image: input.image,
      url: null,
      startedAtMs: nowMs,
      stages: [],
      writtenAtMs: null,
      current: 'ready',
      waitingFor: null,
      suspected: null,
      progress: {
        deliveredBytes: null,
        bytesAre: 'handed',
        writtenBytes: null,
        totalBytes: input.image.sizeBytes,
        deliveredRate: null,
        writtenRate: null,
      },
      before: runningOf(facts),
      expected: {
        partition: slot?.label ?? null,
        offset: slot?.offset ?? null,
        version: input.image.version,
        sha256: input.expectedSha256,
        elfSha256: input.options.appElfSha256,
      },
      after: { partition: null, offset: null, version: null, sha256: null },
      overridden: [],
      ...(input.fault === undefined || input.fault === null ? {} : { fault: input.fault }),
      boardSaid: null,
      serverSaw: null,
      verdict: null,
    },
    phase: firstPhase(input),
    options: input.options,
    notes: {
      errors: [],
      tlsRefused: null,
      turnedAway: null,
      request: null,
      connected: false,
      way: null,
      uncertain: false,
      slotBytes: slot?.sizeBytes ?? null,
      earlyBoots: 0,
      wifiFailed: false,
      portGone: null,
      announcedRestart: false,
      segmentRounds: 0,
      newBoots: 0,
      resets: 0,
      panic: null,
      powerLost: null,
      diagnosticsFailed: false,
      rollsBack: false,
      diagnosing: false,
      ranNew: false,
      provenBy: null,
      elfBefore: facts.elfSha256Prefix,
      nativeSinceRestart: false,
      furtherAtMs: nowMs,
      lastFacts: facts,
      lastLine: null,
      cause: null,
    },
  };
}

function firstPhase({ facts, options, nowMs }: StartInput): Phase {
  // Its ready line was seen by this process, so it is still waiting.
  if (facts.ready && (facts.ipv4 !== null || options.hostGiven)) return { kind: 'settling', dueAtMs: nowMs };
  return { kind: 'observing', dueAtMs: nowMs + (facts.stopped ? 0 : DEADLINES.observe) };
}

/** What the board says runs now. */
export function runningOf(facts: BoardFacts): Running {
  return {
    partition: facts.runningPartition,
    offset: partitionNamed(facts, facts.runningPartition)?.offset ?? null,
    version: facts.version,
    sha256: facts.digests.currentFirmware,
    elfSha256: facts.elfSha256Prefix,
    otaState: facts.otaState ?? null,
  };
}

export function isEnded(session: Session): boolean {
  return session.phase.kind === 'ended';
}
