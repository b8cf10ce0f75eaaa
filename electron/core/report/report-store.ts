import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Output } from '../../../shared/contract/contract.ts';
import type { ReportFiles } from '../../../shared/contract/history-values.ts';
import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import { UNFINISHED } from './write-report.ts';

/** A page is given a file in one message. */
const MAX_READ_BYTES = 256 * 1024 * 1024;
const REPORT_ID = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** The reports on disk; whoever moves or deletes one there is right. */
export class ReportStore {
  readonly #dir: string;

  /** `dir`: `reports` of the data directory. */
  constructor(dir: string) {
    this.#dir = dir;
  }

  /** The newest first, by their names. */
  async list(): Promise<readonly ReportFiles[]> {
    const names = await readdir(this.#dir).catch(() => []);
    const ids = new Set(
      names.filter((name) => REPORT_ID.test(name)).map((name) => name.replace(/\.zip$/, '')),
    );
    const found = await Promise.all(
      [...ids]
        .sort()
        .reverse()
        .map((reportId) => this.find(reportId)),
    );
    return found.filter(({ folder, zip }) => folder !== null || zip !== null);
  }

  /** Where a report lies, as far as it still does. */
  async find(reportId: string): Promise<ReportFiles> {
    const folder = path.join(this.#dir, reportId);
    const zip = `${folder}.zip`;
    const isFolder = await stat(path.join(folder, 'report.json')).then(
      (found) => found.isFile(),
      () => false,
    );
    const zipBytes = await stat(zip).then(
      (found) => (found.isFile() ? found.size : null),
      () => null,
    );
    const kept = await stat(this.#mark(reportId)).then(
      () => true,
      () => false,
    );
    return {
      reportId,
      folder: isFolder ? folder : null,
      zip: zipBytes === null ? null : zip,
      zipBytes,
      kept,
    };
  }

  /** Marks a report beside it: what is in its folder is sealed. @throws WorkbenchError report/not-writable */
  async keep(reportId: string, keep: boolean): Promise<void> {
    const mark = this.#mark(reportId);
    try {
      await (keep ? writeFile(mark, '') : rm(mark, { force: true }));
    } catch (cause) {
      throw new WorkbenchError(
        'report/not-writable',
        { dir: this.#dir, detail: messageOf(cause) },
        { cause },
      );
    }
  }

  #mark(reportId: string): string {
    return path.join(this.#dir, `.keep-${reportId}`);
  }

  /** @throws WorkbenchError report/unknown, report/too-large, report/unreadable */
  async read(
    reportId: string,
    file: 'report.html' | 'report.json' | 'junit.xml' | 'zip',
  ): Promise<Output<'report.read'>> {
    const { folder, zip } = await this.find(reportId);
    const whole = file === 'zip' ? zip : folder && path.join(folder, file);
    if (whole === null) throw new WorkbenchError('report/unknown', { reportId });
    const fileName = file === 'zip' ? `${reportId}.zip` : file;
    try {
      const { size } = await stat(whole);
      if (size > MAX_READ_BYTES)
        throw new WorkbenchError('report/too-large', { file: fileName, sizeBytes: size, path: whole });
      // Whoever takes it elsewhere refers to it.
      if (file === 'zip') await this.keep(reportId, true).catch(() => undefined);
      return { fileName, bytes: new Uint8Array(await readFile(whole)) };
    } catch (cause) {
      if (cause instanceof WorkbenchError) throw cause;
      throw new WorkbenchError('report/unreadable', { file: whole, detail: messageOf(cause) }, { cause });
    }
  }

  /** Removes what a crash left half written. */
  async removeUnfinished(): Promise<void> {
    const names = await readdir(this.#dir).catch(() => []);
    const left = names.filter((name) => name.startsWith(UNFINISHED));
    await Promise.allSettled(
      left.map((name) => rm(path.join(this.#dir, name), { recursive: true, force: true })),
    );
  }
}
