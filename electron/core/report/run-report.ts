import { mkdir, rename } from 'node:fs/promises';

import type { ErrorPayload } from '../../../shared/errors.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { ReportCase } from '../../../shared/report/case-schema.ts';
import type { ReportHead } from '../../../shared/report/make-report.ts';
import { makeReport } from '../../../shared/report/make-report.ts';
import type { Report } from '../../../shared/report/report-schema.ts';
import type { Language } from '../../../shared/text/language.ts';
import type { Clock } from '../ports.ts';
import { sealFolder } from './seal-folder.ts';
import type { SigningKey } from './signing-key.ts';
import { writeReportFiles } from './write-report.ts';
import { zipFolder } from './zip-folder.ts';

export interface RunReportDeps {
  /** Where the report is written: `--report DIR`, or `<reports>/<reportId>`. Made where it is not. */
  readonly folder: string;
  readonly clock: Clock;
  readonly language: Language;
  readonly signingKey: () => Promise<SigningKey | null>;
  /** It could not be written; told once, and again after it could. */
  readonly onTrouble: (error: ErrorPayload) => void;
}

/** Between two writes lies this many times what the last one took, so that a long run is not spent on its report. */
const REST = 10;
const LEAST_REST_MS = 250;

/**
 * The report of a run, rewritten as the run goes: `report.html`, `report.json` and `junit.xml` are each replaced whole,
 * so that a killed run leaves a valid report of what was. A run only calls `update`, and `finish` at its end; neither
 * throws nor waits for a write that is under way.
 */
export class RunReport {
  readonly #deps: RunReportDeps;
  #head: Omit<ReportHead, 'endedAtMs'>;
  #cases: readonly ReportCase[] = [];
  #due = false;
  #resting: (() => void) | null = null;
  #work: Promise<void> = Promise.resolve();
  #writing = false;
  #inTrouble = false;

  constructor(deps: RunReportDeps, head: Omit<ReportHead, 'endedAtMs'>) {
    this.#deps = deps;
    this.#head = head;
  }

  /** The cases as they stand, in order: ended ones, the running one, those to come. */
  update(cases: readonly ReportCase[], parameters?: ReportHead['parameters']): void {
    this.#cases = cases;
    if (parameters !== undefined) this.#head = { ...this.#head, parameters };
    this.#due = true;
    this.#next();
  }

  /** `stopped`: why cases were left out. Writes it for the last time, lists and signs its files, and packs it into `<folder>.zip`. */
  async finish(cases: readonly ReportCase[], stopped: Report['stopped'] = null): Promise<void> {
    const { folder, signingKey, clock } = this.#deps;
    this.#head = { ...this.#head, stopped };
    this.#cases = cases;
    this.#due = false;
    await this.#work;
    this.#resting?.();
    this.#resting = null;
    await this.#try(async () => {
      await this.#write(clock.nowMs());
      await sealFolder(folder, await signingKey());
      await zipFolder(folder, this.#head.reportId, `${folder}.zip.new`);
      await rename(`${folder}.zip.new`, `${folder}.zip`);
    });
  }

  #next(): void {
    if (!this.#due || this.#writing || this.#resting !== null) return;
    this.#due = false;
    this.#writing = true;
    const { clock } = this.#deps;
    const beganAtMs = clock.nowMs();
    this.#work = this.#try(() => this.#write(null)).then(() => {
      this.#writing = false;
      const restMs = Math.max(LEAST_REST_MS, REST * (clock.nowMs() - beganAtMs));
      this.#resting = clock.after(restMs, () => {
        this.#resting = null;
        this.#next();
      });
    });
  }

  async #write(endedAtMs: number | null): Promise<void> {
    const { folder, language, clock } = this.#deps;
    await mkdir(folder, { recursive: true });
    await writeReportFiles(
      folder,
      makeReport({ ...this.#head, endedAtMs }, this.#cases, clock.nowMs()),
      language,
    );
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#inTrouble = false;
    } catch (thrown) {
      if (this.#inTrouble) return;
      this.#inTrouble = true;
      const { folder: dir, onTrouble } = this.#deps;
      onTrouble({ code: 'report/not-writable', params: { dir, detail: messageOf(thrown) } });
    }
  }
}
