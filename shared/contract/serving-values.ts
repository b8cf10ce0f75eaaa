/** A download that a stop of the server broke off. */
export interface CutDownload {
  readonly peer: string;
  /** The file it was served from. */
  readonly image: string | null;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** What became of the downloads that ran when the server was stopped. */
export interface StopReport {
  readonly atMs: number;
  /** Those that were still running when the time for them was over. */
  readonly cut: readonly CutDownload[];
}
