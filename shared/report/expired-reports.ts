/** A report on disk, as far as its keeping is concerned. */
export interface StoredReport {
  readonly reportId: string;
  /** Of its folder and its zip together. */
  readonly sizeBytes: number;
  /** When it was written last. */
  readonly atMs: number;
  /** Somebody wants to keep it, or it is still being written. */
  readonly isHeld: boolean;
}

/** How much is kept of all reports. */
export interface ReportLimits {
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

/** Names of the reports that may go, the oldest first. What is held never goes, and yet takes its room. */
export function expiredReports(
  reports: readonly StoredReport[],
  { maxBytes, maxAgeMs }: ReportLimits,
  nowMs: number,
): readonly string[] {
  let keptBytes = reports.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const gone: string[] = [];
  for (const { reportId, sizeBytes, atMs, isHeld } of reports.toSorted((a, b) => a.atMs - b.atMs)) {
    if (isHeld || (keptBytes <= maxBytes && nowMs - atMs <= maxAgeMs)) continue;
    gone.push(reportId);
    keptBytes -= sizeBytes;
  }
  return gone;
}
