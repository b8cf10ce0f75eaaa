import type { ErrorPayload } from '../errors.ts';
import type { PreflightName } from './preflight.ts';
import type { BytesAre } from './server-event.ts';
import type { Outcome, Proof, Stage } from './stage.ts';

/** One update of one board, as everyone outside the session sees it. */
export interface SessionView {
  readonly pushId: string;
  readonly deviceId: string;
  readonly image: OfferedImage;
  /** Null until it is known which of our addresses faces the board. */
  readonly url: string | null;
  readonly startedAtMs: number;
  readonly stages: readonly StageReached[];
  /** When the board had written the whole image, in milliseconds since `startedAtMs`; null before, or where it does not say. */
  readonly writtenAtMs: number | null;
  /** The stage that is under way; null before the first and after the verdict. */
  readonly current: Stage | null;
  /** What a person must do for the update to go on. */
  readonly waitingFor: 'reset' | null;
  /** What seems to be in the way of the board's first connection; it is no verdict, and goes when one comes. */
  readonly suspected: ErrorPayload | null;
  readonly progress: Progress;
  readonly before: Running;
  readonly expected: Running;
  readonly after: Running;
  readonly overridden: readonly PreflightName[];
  /** What it was made to fail by; left out where nothing was. */
  readonly fault?: string;
  /** The board's side and the server's side of a failure. */
  readonly boardSaid: Said | null;
  readonly serverSaw: Said | null;
  readonly verdict: Verdict | null;
}

export interface OfferedImage {
  readonly imageId: string;
  readonly fileName: string;
  readonly projectName: string | null;
  readonly version: string | null;
  readonly sizeBytes: number;
}

export interface StageReached {
  readonly stage: Stage;
  /** Milliseconds since `startedAtMs`. */
  readonly atMs: number;
  /** The log line or server event it rests on. */
  readonly evidence: string;
  readonly source: 'board' | 'server' | 'workbench';
  /** `seq` of the log line, where there is one. */
  readonly logSeq: number | null;
}

export interface Progress {
  /** Null until the first byte. */
  readonly deliveredBytes: number | null;
  readonly bytesAre: BytesAre;
  /** From `Written image length`; null where the firmware prints none. */
  readonly writtenBytes: number | null;
  readonly totalBytes: number;
  /** Bytes a second over the last seconds; null until it can be known. */
  readonly deliveredRate: number | null;
  readonly writtenRate: number | null;
  /** Of the board's readings before all was sent: in how many it had, but for a window, what the server had sent. */
  readonly starved?: { readonly readings: number; readonly of: number };
}

/** What runs, or should run: unknown values are null. */
export interface Running {
  readonly partition: string | null;
  readonly offset: number | null;
  readonly version: string | null;
  readonly sha256: string | null;
  /** As many digits of its ELF digest as the board prints. */
  readonly elfSha256?: string | null;
  /** State of its otadata entry, where a line names it. */
  readonly otaState?: string | null;
}

export interface Said {
  /** The line or event in its own words. */
  readonly text: string;
  readonly atMs: number;
  readonly logSeq: number | null;
}

export interface Verdict {
  readonly outcome: Outcome;
  /** Null when confirmed or cancelled. */
  readonly error: ErrorPayload | null;
  readonly proof: Proof | null;
  /** Bytes of the digest that agree, 0 to 32; null where the board printed none. */
  readonly equalDigestBytes: number | null;
  /** The cause rests on the board's log alone (several boards share its address). */
  readonly lessCertain: boolean;
  readonly atMs: number;
  readonly durationMs: number;
}
