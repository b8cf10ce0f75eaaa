import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import type { CertificatesState } from '../../../shared/contract/values.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import type { ReportCase } from '../../../shared/report/case-schema.ts';
import type { Report, ReportProgram } from '../../../shared/report/report-schema.ts';
import type { RunCaseView, RunView } from '../../../shared/run/run-view.ts';
import type { Language } from '../../../shared/text/language.ts';
import type { History } from '../history/history.ts';
import type { KeptCase } from '../history/run-rows.ts';
import type { Cancel, Clock } from '../ports.ts';
import type { Evidence } from '../report/evidence.ts';
import { certificatesOf } from '../report/report-facts.ts';
import type { ReportRetention } from '../report/report-retention.ts';
import { RunReport } from '../report/run-report.ts';
import type { SigningKey } from '../report/signing-key.ts';
import { expectationOf } from './case-expectation.ts';
import { openCase } from './open-case.ts';

export interface RunEvidenceDeps {
  readonly clock: Clock;
  readonly evidence: Pick<Evidence, 'caseOf'>;
  readonly history: Pick<History, 'recordRun'>;
  readonly program: ReportProgram;
  readonly certificates: () => CertificatesState;
  readonly language: () => Language;
  readonly signingKey: () => Promise<SigningKey | null>;
  /** Keeps a report from being removed while it is written. */
  readonly retention: Pick<ReportRetention, 'hold'>;
  readonly onTrouble: (error: ErrorPayload) => void;
}

/** What a run leaves: its report, rewritten as it goes, and its lines in the history. Nothing here throws. */
export class RunEvidence {
  readonly #deps: RunEvidenceDeps;
  readonly #folder: string;
  readonly #reportId: string;
  readonly #kind: RunView['kind'];
  readonly #report: RunReport;
  readonly #cases = new Map<string, ReportCase>();
  readonly #release: Cancel;
  #work: Promise<void>;

  constructor(folder: string, view: RunView, parameters: Report['parameters'], deps: RunEvidenceDeps) {
    this.#deps = deps;
    this.#folder = folder;
    this.#kind = view.kind;
    this.#reportId =
      path
        .basename(folder)
        .replaceAll(/[^A-Za-z0-9._-]/g, '-')
        .slice(0, 120) || 'report';
    const { clock, language, signingKey, onTrouble, program, certificates } = deps;
    this.#report = new RunReport(
      { folder, clock, language: language(), signingKey, onTrouble },
      {
        reportId: this.#reportId,
        kind: view.kind,
        title: view.title,
        startedAtMs: view.startedAtMs,
        parameters,
        program,
        certificates: certificatesOf(certificates()),
      },
    );
    this.#release = deps.retention.hold(folder);
    this.#work = mkdir(path.join(folder, 'logs'), { recursive: true }).then(
      () => undefined,
      () => undefined,
    );
    this.#keep(view, []);
    this.#report.update(this.#all(view));
  }

  /** An update of the run ended. */
  caseEnded(view: RunView, taskId: string): void {
    const ended = view.cases.find((one) => one.taskId === taskId);
    if (ended === undefined || ended.state.kind !== 'ended') return;
    this.#work = this.#work.then(async () => {
      const made = await this.#caseOf(ended).catch(() => null);
      if (made !== null) this.#cases.set(taskId, made);
      this.#report.update(this.#all(view));
      this.#keep(view, [ended]);
    });
  }

  /** The run is over: the last write, the list of its files, and the archive. */
  async finish(view: RunView): Promise<void> {
    await this.#work;
    this.#keep(view, view.cases);
    await this.#report.finish(this.#all(view), view.stopped);
    this.#release();
  }

  async #caseOf(ended: RunCaseView): Promise<ReportCase | null> {
    if (ended.pushId === null) return null;
    const place = {
      caseId: ended.taskId,
      name: nameOf(ended, this.#kind),
      measured: { ...ended.measured },
      expectation: expectationOf(ended),
    };
    return this.#deps.evidence.caseOf(ended.pushId, place, this.#folder);
  }

  #all(view: RunView): readonly ReportCase[] {
    return view.cases.map((one) => this.#cases.get(one.taskId) ?? openCase(one, nameOf(one, view.kind)));
  }

  #keep(view: RunView, cases: readonly RunCaseView[]): void {
    const { runId, kind: runKind, title, startedAtMs, endedAtMs } = view;
    const atMs = endedAtMs ?? this.#deps.clock.nowMs();
    const state = endedAtMs === null ? 'running' : 'ended';
    const run = {
      runId,
      runKind,
      title,
      state,
      startedAtMs,
      atMs,
      reportId: this.#reportId,
      detail: {},
    } as const;
    const numbers = new Map(view.cases.map(({ taskId }, index) => [taskId, index + 1]));
    const numbered = cases.map((one) => keptCase(one, numbers.get(one.taskId) ?? 0, nameOf(one, runKind)));
    void this.#deps.history.recordRun(run, numbered).catch(() => undefined);
  }
}

function keptCase(one: RunCaseView, caseNo: number, name: string): KeptCase {
  const { deviceId, imageId, version, pushId, startedAtMs, durationMs, measured } = one;
  const outcome = one.state.kind === 'ended' ? one.state.outcome : null;
  const code = one.error?.code ?? null;
  return {
    caseNo,
    name,
    deviceId,
    imageId,
    version,
    pushId,
    outcome,
    code,
    startedAtMs,
    durationMs,
    measured: { ...measured },
    passed: one.state.kind === 'ended' ? (one.state.met ?? null) : null,
  };
}

/** A board has one place in a fleet, where a number says nothing. */
function nameOf({ label, cycle, boardName, version }: RunCaseView, kind: RunView['kind']): string {
  const place = kind === 'fleet' ? null : (label ?? String(cycle));
  return [place, boardName, version].filter((part) => part !== null).join(' · ');
}
