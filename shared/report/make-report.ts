import type { ReportCase } from './case-schema.ts';
import type { Report, ReportCertificates, ReportKind, ReportProgram } from './report-schema.ts';

/** What a report says besides its cases. */
export interface ReportHead {
  readonly reportId: string;
  readonly kind: ReportKind;
  readonly title: string;
  readonly startedAtMs: number;
  /** Null while it runs. */
  readonly endedAtMs: number | null;
  readonly parameters: Report['parameters'];
  readonly program: ReportProgram;
  readonly certificates: ReportCertificates | null;
  readonly stopped?: Report['stopped'];
}

/** A report as it stands at `nowMs`. */
export function makeReport(head: ReportHead, cases: readonly ReportCase[], nowMs: number): Report {
  const { startedAtMs, endedAtMs, stopped = null, ...rest } = head;
  const confirmed = cases.filter(({ outcome }) => outcome === 'confirmed').length;
  const open = cases.filter(({ outcome }) => outcome === null).length;
  return {
    schema: 'ota-workbench/report/1',
    ...rest,
    state: endedAtMs === null ? 'running' : 'ended',
    startedAt: isoTime(startedAtMs),
    endedAt: endedAtMs === null ? null : isoTime(endedAtMs),
    stopped,
    writtenAt: isoTime(nowMs),
    summary: {
      cases: cases.length,
      confirmed,
      notConfirmed: cases.length - confirmed - open,
      open,
      durationMs: (endedAtMs ?? nowMs) - startedAtMs,
    },
    cases: [...cases],
  };
}

/** `report.json`, as it lies on disk. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** UTC with milliseconds, `2026-11-22T02:14:23.101Z`. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** Name of a report's folder: when it began, what it is of, and the start of its id: `20261122T021423Z-push-1f2e3d4c`. */
export function reportIdOf(kind: ReportKind, startedAtMs: number, id: string): string {
  const stamp = isoTime(startedAtMs).replaceAll(/[-:]|\.\d+/g, '');
  return `${stamp}-${kind}-${id.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 8)}`;
}
