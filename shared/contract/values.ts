import type { ErrorPayload } from '../errors.ts';
import type { ImageFacts } from '../esp/image-facts.ts';
import type { LogEntry, LogLevel } from '../log/log-entry.ts';
import type { AfterWatch } from '../ota/after-watch.ts';
import type { BoardFacts } from '../ota/board-facts.ts';
import type { PreflightCheck } from '../ota/preflight.ts';
import type { SessionView } from '../ota/session-view.ts';
import type { Outcome, Stage } from '../ota/stage.ts';
import type { TrustSettings } from './certificates-values.ts';
import type { LogSettings } from './log-settings.ts';
import type { AliasSettings, NetworkSettings } from './network-values.ts';
import type { MetricsSettings, ReportSettings } from './report-settings.ts';
import type { SerialSettings } from './serial-values.ts';
import type { ServerLimits, ServingSettings } from './server-settings.ts';
import type { StopReport } from './serving-values.ts';

export type { CertificatesState } from './certificates-values.ts';

/** What the shell that holds the page can do, and which program it is. */
export interface AppState {
  readonly version: string;
  readonly shell: 'window' | 'station';
  /** `linux`, `darwin`, `win32` */
  readonly platform: string;
  readonly language: 'en' | 'zh-CN';
  readonly startedAtMs: number;
  /** Paths of this machine that requests may name: any, those below these folders, or none. */
  readonly paths: 'any' | 'none' | readonly string[];
}

export interface PortState {
  readonly path: string;
  readonly label: string;
  readonly vendorId: string | null;
  readonly productId: string | null;
  readonly serialNumber: string | null;
  readonly location: string | null;
  readonly virtual: boolean;
}

/** One board: everything about it hangs on `deviceId`, which is safe as a folder name. */
export interface BoardState {
  readonly deviceId: string;
  readonly name: string;
  readonly port: PortState;
  readonly baudRate: number;
  readonly link: 'closed' | 'opening' | 'open' | 'gone';
  /** Why the port is not open. */
  readonly error: ErrorPayload | null;
  readonly hasModemLines: boolean;
  readonly facts: BoardFacts;
  /** The running update, or the last one since the program started. */
  readonly session: SessionView | null;
  /** What the image does since it was confirmed; null before, and where nobody watches. */
  readonly afterWatch: AfterWatch | null;
  /** Durations of the last confirmed run on this board, the timeline's outline. */
  readonly lastRun: LastRun | null;
  readonly log: LogCounts;
}

export interface LastRun {
  /** When each stage was reached, in milliseconds from the start. */
  readonly stages: readonly { readonly stage: Stage; readonly atMs: number }[];
  readonly durationMs: number;
}

export interface LogCounts {
  readonly entries: number;
  readonly bytes: number;
  readonly byLevel: Readonly<Record<LogLevel, number>>;
  /** Set while bytes cannot be written to disk. */
  readonly diskError: ErrorPayload | null;
}

export type ServerState =
  | {
      readonly kind: 'off';
      /** What the last stop broke off; left out where it has not run. */
      readonly stopped?: StopReport;
    }
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'listening';
      readonly port: number;
      /** Where images are served without TLS; null: nowhere. */
      readonly plainPort: number | null;
      /** `0.0.0.0` or one address. */
      readonly bind: string;
      /** `https://192.168.1.5:8002`, the address that faces the default route first. */
      readonly urls: readonly string[];
      readonly sinceMs: number;
    }
  /** Running downloads may go on until then. */
  | { readonly kind: 'stopping'; readonly untilMs: number }
  | { readonly kind: 'failed'; readonly error: ErrorPayload };

/** A request or a refused handshake, newest first in the `server.requests` state. */
export interface RequestState {
  readonly id: string;
  readonly atMs: number;
  readonly peer: string;
  readonly method: string | null;
  readonly path: string | null;
  /** Null while it runs or where there was no HTTP. */
  readonly status: number | null;
  readonly image: string | null;
  readonly tls: { readonly version: string; readonly cipher: string } | null;
  readonly bytes: number;
  readonly totalBytes: number;
  readonly bytesAre: 'handed' | 'delivered';
  readonly durationMs: number;
  readonly outcome: 'running' | 'complete' | 'closedEarly' | 'stalled' | 'tlsRefused' | 'refused';
  readonly alert: number | null;
  readonly code: string | null;
}

export interface ImageEntry {
  /** The file's SHA-256. */
  readonly imageId: string;
  readonly fileName: string;
  /** `<name>` in `/firmware/<name>.bin`. */
  readonly urlName: string;
  readonly notes: string;
  readonly addedAtMs: number;
  /** Where it came from: a path, "dropped", "demo". */
  readonly source: string;
  readonly facts: ImageFacts;
  readonly pushes: readonly PushRecord[];
  /** False when the kept file is missing or altered: it is then not served. */
  readonly available: boolean;
}

/** An image as a list shows it; everything else is in its `ImageEntry`. */
export interface ImageSummary
  extends Pick<
      ImageEntry,
      'imageId' | 'fileName' | 'urlName' | 'notes' | 'addedAtMs' | 'source' | 'available'
    >,
    Pick<ImageFacts, 'chip' | 'projectName' | 'version' | 'sizeBytes' | 'partitionSha256'> {
  /** False where its file has a problem. */
  readonly sound: boolean;
  readonly pushCount: number;
  readonly lastPush: PushRecord | null;
}

/** A build that is followed, named by `path`. */
export interface WatchState {
  /** An app image, or the folder of a build or project; symlinks resolved. */
  readonly path: string;
  /** The app image there; null while there is none. */
  readonly file: string | null;
  /** When the last sound build was written, and its `imageId` whether the library has it or not. */
  readonly lastBuiltAtMs: number | null;
  readonly imageId: string | null;
  /** Why what lies there was not taken, added or pushed. */
  readonly error: ErrorPayload | null;
  /** Each rebuild is added to the library. */
  readonly autoAdd: boolean;
  /** Each rebuild is added and pushed to this board, after the update that runs. */
  readonly autoPush: AutoPush | null;
}

/** `reset` and `sendUrl` as for a push of its own. */
export interface AutoPush {
  readonly deviceId: string;
  readonly reset: boolean;
  readonly sendUrl: boolean;
}

export interface PushRecord {
  readonly pushId: string;
  readonly deviceId: string;
  readonly atMs: number;
  readonly outcome: Outcome;
  readonly code: string | null;
  readonly durationMs: number;
}

export interface Settings {
  readonly language: 'system' | 'en' | 'zh-CN';
  readonly theme: 'system' | 'light' | 'dark' | 'contrast';
  readonly server: { readonly port: number; readonly bind: string; readonly host: string | null };
  readonly serving: ServingSettings;
  readonly limits: ServerLimits;
  readonly baudRate: number;
  /** Names given to boards, by deviceId. */
  readonly boardNames: Readonly<Record<string, string>>;
  /** Log pane height in pixels; null follows the window. */
  readonly logHeight: number | null;
  readonly trust: TrustSettings;
  readonly log: LogSettings;
  /** How long a confirmed image is watched; 0 for not at all. */
  readonly watchSeconds: number;
  readonly serial: SerialSettings;
  readonly network: NetworkSettings;
  readonly aliases: AliasSettings;
  readonly reports: ReportSettings;
  readonly metrics: MetricsSettings;
}

export interface LogBatch {
  readonly deviceId: string;
  readonly entries: readonly LogEntry[];
  /** Entries left out since the previous batch because the reader was too slow. */
  readonly dropped: number;
}

export interface PreflightReport {
  readonly deviceId: string;
  readonly imageId: string;
  readonly checks: readonly PreflightCheck[];
}
