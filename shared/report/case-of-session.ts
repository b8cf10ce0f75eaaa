import type { ImageFacts } from '../esp/image-facts.ts';
import type { BoardFacts } from '../ota/board-facts.ts';
import { leftByCancel } from '../ota/left-by-cancel.ts';
import type { PreflightCheck } from '../ota/preflight.ts';
import type { Running, Said, SessionView, Verdict } from '../ota/session-view.ts';
import { errorText } from '../text/translator.ts';
import type { Bilingual } from './bilingual.ts';
import { bilingual } from './bilingual.ts';
import type { ReportCase, ReportSample } from './case-schema.ts';
import { isoTime } from './make-report.ts';
import { thinned } from './samples.ts';
import { withoutCredentials } from './without-credentials.ts';

/** Everything known of one update, from which its case in a report is made. */
export interface SessionEvidence {
  readonly view: SessionView;
  readonly board: {
    readonly name: string;
    readonly port: string;
    readonly virtual: boolean;
    readonly facts: BoardFacts;
  } | null;
  readonly image: ImageFacts | null;
  readonly preflight: readonly PreflightCheck[];
  readonly samples: readonly ReportSample[];
  /** What the board was shown; null where that is not known. */
  readonly certificates: ReportCase['certificates'];
  readonly logs: ReportCase['logs'];
}

/** What a run adds to an update: its place in the run, and what it measured. */
export interface CasePlace {
  readonly caseId: string;
  readonly name: string;
  readonly measured?: ReportCase['measured'];
  readonly expectation?: ReportCase['expectation'];
}

/** No log was kept, or none is known. */
export const NO_LOGS: ReportCase['logs'] = { board: null, server: null };

/** One update as a case of a report. */
export function caseOfSession(evidence: SessionEvidence, place: CasePlace): ReportCase {
  const { view, preflight, samples, certificates, logs } = evidence;
  const { verdict, overridden, progress } = view;
  return {
    caseId: place.caseId,
    name: place.name,
    pushId: view.pushId,
    outcome: verdict?.outcome ?? null,
    code: verdict?.error?.code ?? null,
    params: { ...verdict?.error?.params },
    words: verdict === null ? null : wordsOf(verdict, view),
    proof: verdict?.proof ?? null,
    equalDigestBytes: verdict?.equalDigestBytes ?? null,
    lessCertain: verdict?.lessCertain ?? false,
    startedAt: isoTime(view.startedAtMs),
    durationMs: verdict?.durationMs ?? null,
    board: boardOf(evidence),
    image: imageOf(evidence),
    url: view.url === null ? null : withoutCredentials(view.url),
    before: runningIn(view.before),
    expected: runningIn(view.expected),
    expectation: place.expectation ?? null,
    certificates,
    after: runningIn(view.after),
    boardSaid: saidOf(view.boardSaid),
    serverSaw: saidOf(view.serverSaw),
    stages: view.stages.map(({ stage, atMs, source, evidence: line }) => {
      return { stage, atMs, source, evidence: withoutCredentials(line) };
    }),
    preflight: preflight.map(({ name, result, params, readFrom, code }) => {
      return { name, result, overridden: overridden.includes(name), params: { ...params }, readFrom, code };
    }),
    overridden: [...overridden],
    progress: {
      totalBytes: progress.totalBytes,
      bytesAre: progress.bytesAre,
      writtenAtMs: view.writtenAtMs,
      samples: [...thinned(samples)],
    },
    measured: place.measured ?? {},
    logs,
  };
}

function runningIn(running: Running): ReportCase['before'] {
  return { elfSha256: null, otaState: null, ...running };
}

function boardOf({ view, board }: SessionEvidence): ReportCase['board'] {
  if (board === null) return null;
  const { name, port, virtual, facts } = board;
  const { chip, chipRevision, mac, ipv4, idfVersion, program: otaProgram } = facts;
  return {
    deviceId: view.deviceId,
    name,
    port,
    virtual,
    chip,
    chipRevision,
    mac,
    ipv4,
    idfVersion,
    otaProgram,
  };
}

function imageOf({ view, image }: SessionEvidence): ReportCase['image'] {
  const { imageId, fileName, projectName, version, sizeBytes } = view.image;
  const built = [image?.compileDate ?? null, image?.compileTime ?? null].filter((part) => part !== null);
  return {
    fileName,
    projectName,
    version,
    idfVersion: image?.idfVersion ?? null,
    chip: image?.chip ?? null,
    builtAt: built.length === 0 ? null : built.join(' '),
    sizeBytes,
    secureVersion: image?.secureVersion ?? null,
    fileSha256: imageId,
    partitionSha256: image?.partitionSha256 ?? null,
    appendedSha256: image?.appendedSha256 ?? null,
    appElfSha256: image?.appElfSha256 ?? null,
  };
}

function saidOf(said: Said | null): ReportCase['boardSaid'] {
  return said === null ? null : { text: withoutCredentials(said.text), at: isoTime(said.atMs) };
}

function wordsOf(verdict: Verdict, view: SessionView): ReportCase['words'] {
  const { en, zh } = bilingual();
  const of = (t: Bilingual['en']) => {
    if (verdict.error !== null) return errorText(t, verdict.error);
    if (verdict.outcome === 'cancelled')
      return {
        message: `${t('report:saysCancelled')} ${t(`stages:left_${leftByCancel(view)}`)}`,
        hint: t('report:hintCancelled'),
      };
    const known = (value: string | null): string => value ?? t('report:notKnown');
    const { version, partition } = view.after;
    const values = { version: known(version), partition: known(partition) };
    return { message: t('report:saysConfirmed', values), hint: '' };
  };
  return { en: of(en), 'zh-CN': of(zh) };
}
