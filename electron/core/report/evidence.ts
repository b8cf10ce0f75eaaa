import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { BoardState, CertificatesState } from '../../../shared/contract/values.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { ImageFacts } from '../../../shared/esp/image-facts.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import type { PreflightCheck } from '../../../shared/ota/preflight.ts';
import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { CasePlace } from '../../../shared/report/case-of-session.ts';
import { caseOfSession } from '../../../shared/report/case-of-session.ts';
import type { ReportCase } from '../../../shared/report/case-schema.ts';
import { makeReport, reportIdOf } from '../../../shared/report/make-report.ts';
import type { ReportProgram } from '../../../shared/report/report-schema.ts';
import type { Language } from '../../../shared/text/language.ts';
import type { History } from '../history/history.ts';
import type { Clock } from '../ports.ts';
import type { LeftBoard } from '../session/left-over.ts';
import { copyLogRange } from './log-range.ts';
import type { NamedCertificates } from './report-facts.ts';
import { certificatesOf } from './report-facts.ts';
import type { LogPlace, SessionNotes } from './session-notes.ts';
import { leftNotes, SessionNoteTaker } from './session-notes.ts';
import { historyPush } from './session-row.ts';
import type { SigningKey } from './signing-key.ts';
import { writeReport } from './write-report.ts';

/** A board as a report names it, at this moment. */
export interface ReportedBoard extends LogPlace {
  readonly name: string;
  readonly port: string;
  readonly virtual: boolean;
  readonly facts: BoardFacts;
}

export interface EvidenceDeps {
  readonly clock: Clock;
  /** `reports` and `logs` of the data directory. */
  readonly reportsDir: string;
  readonly logsDir: string;
  readonly history: History;
  readonly program: ReportProgram;
  readonly language: () => Language;
  readonly certificates: () => CertificatesState;
  readonly board: (deviceId: string) => ReportedBoard | null;
  /** What the server shows a board; null for one that is not there. */
  readonly shownTo: (deviceId: string) => NamedCertificates | null;
  readonly image: (imageId: string) => ImageFacts | null;
  /** Null where reports are not signed. */
  readonly signingKey: () => Promise<SigningKey | null>;
  /** A report could not be written. */
  readonly onTrouble: (deviceId: string, error: ErrorPayload) => void;
}

/** An update that ended, with all that was known at its verdict. */
interface Ended {
  readonly view: SessionView;
  readonly board: ReportedBoard | null;
  readonly image: ImageFacts | null;
  readonly notes: SessionNotes | null;
}

/**
 * Notes what updates rest on, and after each verdict writes its report and its line of the history, one at a time.
 * Nothing here throws, and nothing waits for it but the end of the program.
 */
export class Evidence {
  readonly #deps: EvidenceDeps;
  readonly #notes = new SessionNoteTaker();
  /** By pushId, until its case was asked for or the next update of the board began. */
  readonly #ended = new Map<string, Ended>();
  #work: Promise<void> = Promise.resolve();

  constructor(deps: EvidenceDeps) {
    this.#deps = deps;
  }

  /** A board's state as it is told to everyone. */
  seeBoard({ session, facts }: BoardState): void {
    if (session === null || session.verdict !== null) return;
    const { board, clock, history } = this.#deps;
    const place = board(session.deviceId) ?? { logOffset: 0, startOffset: null };
    // The database is open by the time of the verdict.
    if (this.#notes.see(session, facts.ipv4, place, clock.nowMs())) history.warm();
  }

  /** The checks that decide whether the URL is sent, and what this board is shown; the checks are given back. */
  seePreflight(deviceId: string, checks: readonly PreflightCheck[]): readonly PreflightCheck[] {
    const shown = this.#deps.shownTo(deviceId);
    this.#notes.preflight(deviceId, checks, shown === null ? null : certificatesOf(shown));
    return checks;
  }

  seeServer(event: ServerEvent, deviceIds: readonly string[]): void {
    this.#notes.server(event, deviceIds);
  }

  /**
   * An update has its verdict. Its report and history are written after this has returned. `left`: an earlier program
   * began it, and this is what it kept of the board; null: nothing.
   */
  conclude(view: SessionView, left?: LeftBoard | null): void {
    const image = this.#deps.image(view.image.imageId);
    const ended: Ended =
      left === undefined
        ? { view, image, board: this.#deps.board(view.deviceId), notes: this.#notes.take(view) }
        : { view, image, ...leftOf(view, left) };
    this.#forget(view.deviceId);
    this.#ended.set(view.pushId, ended);
    this.#work = this.#work.then(
      () => new Promise<void>((resolve) => setImmediate(() => void this.#keep(ended).finally(resolve))),
    );
  }

  /**
   * The case of an update that ended, for the report of a run: its logs are written to `<folder>/logs/<caseId>-…`.
   * Null for one that is not remembered: only the last update of a board is.
   */
  async caseOf(pushId: string, place: CasePlace, folder: string): Promise<ReportCase | null> {
    const ended = this.#ended.get(pushId);
    if (ended === undefined) return null;
    return this.#caseOf(ended, place, folder, `${place.caseId}-`);
  }

  /** Ends once everything that was concluded is written, or could not be. */
  async settled(): Promise<void> {
    await this.#work;
  }

  #forget(deviceId: string): void {
    for (const [pushId, { view }] of this.#ended) if (view.deviceId === deviceId) this.#ended.delete(pushId);
  }

  async #keep(ended: Ended): Promise<void> {
    const { view } = ended;
    const { history, reportsDir: dir, onTrouble } = this.#deps;
    if (view.verdict === null) return;
    const reportId = reportIdOf('push', view.startedAtMs, view.pushId);
    const about = { name: ended.board?.name ?? view.deviceId, chip: ended.image?.chip ?? null };
    await history.record(historyPush(view, view.verdict, about, reportId), view);
    try {
      await this.#write(ended, reportId);
      history.setReportError(null);
    } catch (thrown) {
      const error: ErrorPayload = {
        code: 'report/not-writable',
        params: { dir, detail: messageOf(thrown) },
      };
      await history.record(historyPush(view, view.verdict, about, null), view);
      history.setReportError(error);
      onTrouble(view.deviceId, error);
    }
  }

  async #write(ended: Ended, reportId: string): Promise<void> {
    const { reportsDir, language, signingKey, program, certificates, clock } = this.#deps;
    const { view, board } = ended;
    const what = [view.image.projectName ?? view.image.fileName, view.image.version ?? ''].join(' ').trim();
    const title = `${what} · ${board?.name ?? view.deviceId}`;
    await writeReport({
      dir: reportsDir,
      reportId,
      language: language(),
      key: signingKey,
      fill: async (folder) => {
        const one = await this.#caseOf(ended, { caseId: '1', name: title }, folder, '');
        const head = {
          reportId,
          kind: 'push' as const,
          title,
          startedAtMs: view.startedAtMs,
          endedAtMs: view.verdict?.atMs ?? null,
          parameters: {},
          program,
          certificates: one.certificates ?? certificatesOf(certificates()),
        };
        return makeReport(head, [one], clock.nowMs());
      },
    });
  }

  async #caseOf(ended: Ended, place: CasePlace, folder: string, prefix: string): Promise<ReportCase> {
    const { view, board, image, notes } = ended;
    const logs: ReportCase['logs'] = {
      board: notes === null || board === null ? null : await this.#boardLog(ended, notes, folder, prefix),
      server: notes?.events == null ? null : await serverLog(notes.events, folder, prefix),
    };
    const { preflight = [], samples = [], certificates = null, ipv4 = null } = notes ?? {};
    const known = board && { ...board, facts: { ...board.facts, ipv4: board.facts.ipv4 ?? ipv4 } };
    return caseOfSession({ view, board: known, image, preflight, samples, certificates, logs }, place);
  }

  async #boardLog(
    { view, board }: Ended,
    { fromOffset, pushOffset }: SessionNotes,
    folder: string,
    prefix: string,
  ): Promise<ReportCase['logs']['board']> {
    const file = `logs/${prefix}board.raw`;
    const toOffset = board?.logOffset ?? fromOffset;
    const { bytes } = await copyLogRange({
      folder: path.join(this.#deps.logsDir, view.deviceId),
      into: path.join(folder, file),
      fromOffset,
      toOffset,
      clock: this.#deps.clock,
    });
    return { file, fromOffset, pushOffset, toOffset, bytes, missingBytes: toOffset - fromOffset - bytes };
  }
}

function leftOf({ pushId }: SessionView, left: LeftBoard | null): Pick<Ended, 'board' | 'notes'> {
  if (left === null) return { board: null, notes: null };
  const { facts, pushOffset, startOffset, toOffset } = left;
  const notes = leftNotes(pushId, { logOffset: pushOffset, startOffset }, facts.ipv4);
  return { board: { ...left, logOffset: toOffset }, notes };
}

/** The server's events of one update, one JSON object a line. */
async function serverLog(
  events: readonly ServerEvent[],
  folder: string,
  prefix: string,
): Promise<ReportCase['logs']['server']> {
  const file = `logs/${prefix}server.ndjson`;
  await writeFile(path.join(folder, file), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return { file, events: events.length };
}
