import { rm, stat } from 'node:fs/promises';
import path from 'node:path';

import type { ReportLimits, StoredReport } from '../../../shared/report/expired-reports.ts';
import { expiredReports } from '../../../shared/report/expired-reports.ts';
import type { Cancel, Clock } from '../ports.ts';
import { filesBelow } from './folder-files.ts';
import type { ReportStore } from './report-store.ts';

export interface ReportRetentionDeps {
  readonly store: Pick<ReportStore, 'list'>;
  readonly clock: Clock;
  /** Of the settings, as they are at each moment. */
  readonly limits: () => ReportLimits;
}

/** Reports come in bursts: after one, so long is waited before the folder is looked through. */
const REST_MS = 30_000;

/** Removes reports that are older, or together larger, than the settings allow. */
export class ReportRetention {
  readonly #deps: ReportRetentionDeps;
  /** Names of reports that are being written. */
  readonly #held = new Map<string, number>();
  /** By reportId: a report that was written whole stays as large as it is. */
  readonly #sizes = new Map<string, number>();
  #due: Cancel | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(deps: ReportRetentionDeps) {
    this.#deps = deps;
  }

  /** A run writes there: its report stays until the returned function is called. */
  hold(folder: string): Cancel {
    const reportId = path.basename(folder);
    this.#held.set(reportId, (this.#held.get(reportId) ?? 0) + 1);
    this.#sizes.delete(reportId);
    return () => {
      this.#held.delete(reportId);
      this.written();
    };
  }

  /** A report was written, or the limits have changed: soon the others are looked through. */
  written(): void {
    this.#due ??= this.#deps.clock.after(REST_MS, () => {
      this.#due = null;
      void this.sweep();
    });
  }

  /** Removes what may go; what cannot be removed is tried again with the next report. */
  sweep(): Promise<void> {
    this.#work = this.#work.then(() => this.#sweep()).catch(() => undefined);
    return this.#work;
  }

  async stop(): Promise<void> {
    this.#due?.();
    await this.#work;
  }

  async #sweep(): Promise<void> {
    const { store, limits, clock } = this.#deps;
    const found = await store.list();
    const reports = await Promise.all(
      found.map(async ({ reportId, folder, zip, kept }): Promise<StoredReport> => {
        const isHeld = kept || this.#held.has(reportId);
        return { reportId, isHeld, ...(await this.#measure(reportId, folder, zip)) };
      }),
    );
    const gone = new Set(expiredReports(reports, limits(), clock.nowMs()));
    for (const { reportId, folder, zip } of found) {
      // It may have been taken up meanwhile.
      if (!gone.has(reportId) || this.#held.has(reportId)) continue;
      this.#sizes.delete(reportId);
      const all = [folder, zip].filter((each) => each !== null);
      await Promise.allSettled(all.map((each) => rm(each, { recursive: true, force: true })));
    }
  }

  async #measure(
    reportId: string,
    folder: string | null,
    zip: string | null,
  ): Promise<{ sizeBytes: number; atMs: number }> {
    const whole = [folder && path.join(folder, 'report.json'), zip].filter((file) => file !== null);
    const times = await Promise.all(
      whole.map((file) =>
        stat(file).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        ),
      ),
    );
    const known = this.#sizes.get(reportId);
    const sizeBytes = known ?? (await sizeOf(folder)) + (await bytesOf(zip));
    this.#sizes.set(reportId, sizeBytes);
    return { sizeBytes, atMs: Math.max(0, ...times) };
  }
}

async function sizeOf(folder: string | null): Promise<number> {
  if (folder === null) return 0;
  const files = await filesBelow(folder).catch(() => []);
  const sizes = await Promise.all(files.map((file) => bytesOf(path.join(folder, file))));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

async function bytesOf(file: string | null): Promise<number> {
  return file === null
    ? 0
    : stat(file).then(
        ({ size }) => size,
        () => 0,
      );
}
