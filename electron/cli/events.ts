import type { ImageFacts } from '../../shared/esp/image-facts.ts';
import type { Bottleneck } from '../../shared/ota/bottleneck.ts';
import type { PreflightName } from '../../shared/ota/preflight.ts';
import type { BytesAre } from '../../shared/ota/server-event.ts';
import type { Outcome, Proof, Stage } from '../../shared/ota/stage.ts';
import type { CertificateCliEvent } from './certificate-events.ts';
import type { FaultEvent, FaultSummaryEvent } from './fault-events.ts';
import type { HistoryCliEvent } from './history-events.ts';
import type { LogCliEvent } from './log-events.ts';
import type { MappingCliEvent } from './mapping-events.ts';
import type { MonitorEvent } from './monitor-events.ts';
import type { RunCliEvent } from './run-events.ts';
import type { ServingEvent } from './serving-events.ts';
import type { InFirmwareEvent } from './trust-events.ts';

/** What the command line says: one JSON object a line with `--json`, words of it without. */
export type CliEvent =
  | PortEvent
  | CertificateCliEvent
  | ImageEvent
  | ListeningEvent
  | RequestEvent
  | TlsRefusedEvent
  | WaitingEvent
  | SuspectedEvent
  | StageEvent
  | ProgressEvent
  | VerdictEvent
  | WatchEvent
  | RunCliEvent
  | MonitorEvent
  | LogCliEvent
  | WatchingEvent
  | BuildEvent
  | SkippedEvent
  | DemoEvent
  | FaultEvent
  | FaultSummaryEvent
  | ServingEvent
  | InFirmwareEvent
  | HistoryCliEvent
  | MappingCliEvent
  | StationEvent
  | ErrorEvent;

export interface PortEvent {
  readonly event: 'port';
  readonly path: string;
  readonly label: string;
  readonly vendorId: string | null;
  readonly productId: string | null;
  readonly serialNumber: string | null;
  readonly location: string | null;
  readonly virtual: boolean;
}

export interface ProblemWords {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

export interface ImageEvent extends Omit<ImageFacts, 'problems'> {
  readonly event: 'image';
  readonly problems: readonly ProblemWords[];
}

export interface ListeningEvent {
  readonly event: 'listening';
  readonly port: number;
  readonly urls: readonly string[];
  /** Where boards with a URL of their own find the images, where such paths were given. */
  readonly aliases?: readonly string[];
  /** What a folder holds and is not served, with the reason. */
  readonly leftOut: readonly (ProblemWords & { readonly file: string })[];
}

export interface RequestEvent {
  readonly event: 'request';
  readonly peer: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly image: string | null;
  readonly tls: { readonly version: string; readonly cipher: string } | null;
  readonly bytes: number;
  readonly bytesAre: BytesAre;
  readonly durationMs: number;
  readonly outcome: 'complete' | 'closedEarly' | 'stalled';
}

export interface TlsRefusedEvent {
  readonly event: 'tlsRefused';
  readonly peer: string;
  readonly alert: number | null;
  readonly code: string;
}

export interface WaitingEvent {
  readonly event: 'waiting';
  readonly for: 'reset';
}

/** Said while the board's first connection is still awaited; it is no verdict. */
export interface SuspectedEvent extends ProblemWords {
  readonly event: 'suspected';
}

export interface StageEvent {
  readonly event: 'stage';
  readonly stage: Stage;
  readonly atMs: number;
  readonly evidence: string;
}

export interface ProgressEvent {
  readonly event: 'progress';
  readonly deliveredBytes: number | null;
  readonly writtenBytes: number | null;
  readonly totalBytes: number;
  readonly bytesAre: BytesAre;
  /** Of the side that is told of last, the board's where its firmware says it; null until it can be known. */
  readonly bytesPerSecond: number | null;
  readonly leftMs: number | null;
  /** What holds the transfer back; null while that cannot be said. */
  readonly bottleneck: Bottleneck | null;
}

/** After the verdict, which stays as it is: what the confirmed image did while it was watched. */
export interface WatchEvent {
  readonly event: 'watch';
  readonly outcome: 'stable' | 'unstable';
  readonly code: string | null;
  readonly message: string;
  readonly hint: string | null;
}

export interface VerdictEvent {
  readonly event: 'verdict';
  readonly deviceId: string | null;
  readonly outcome: Outcome;
  readonly code: string | null;
  readonly message: string;
  readonly hint: string | null;
  readonly proof: Proof | null;
  readonly offeredVersion: string | null;
  readonly version: string | null;
  readonly runningPartition: string | null;
  readonly sha256: {
    readonly expected: string | null;
    readonly before: string | null;
    readonly after: string | null;
  };
  /** Expected whole, of the board as many digits as it prints. */
  readonly elfSha256: VerdictEvent['sha256'];
  /** State of the running image's otadata entry, where a line of the board named it. */
  readonly otaState: string | null;
  readonly overridden: readonly PreflightName[];
  /** What held the transfer back; null where that cannot be said. */
  readonly bottleneck: Bottleneck | null;
  readonly durationMs: number;
  /** The cause rests on the board's log alone. */
  readonly lessCertain: boolean;
  /** Name of the folder in `reports/` that is written next; null where the update did not begin. */
  readonly reportId: string | null;
}

/** From here on rebuilds are pushed. */
export interface WatchingEvent {
  readonly event: 'watching';
  readonly path: string;
  /** The app image there; null while there is none. */
  readonly file: string | null;
}

/** A sound rebuild: a verdict follows, or that it was skipped. */
export interface BuildEvent {
  readonly event: 'build';
  readonly file: string | null;
  readonly projectName: string | null;
  readonly version: string | null;
  readonly sizeBytes: number;
  readonly fileSha256: string;
  readonly builtAtMs: number | null;
}

/** What is not pushed; `fileSha256` is that of a build, null for what is none. */
export interface SkippedEvent extends ProblemWords {
  readonly event: 'skipped';
  readonly file: string | null;
  readonly fileSha256: string | null;
}

export interface DemoEvent {
  readonly event: 'demo';
  readonly step: 'goodImage' | 'corruptImage' | 'done';
  readonly asExpected: boolean | null;
}

export interface StationEvent {
  readonly event: 'station';
  readonly url: string;
}

export interface ErrorEvent extends ProblemWords {
  readonly event: 'error';
}
