import path from 'node:path';

import type { BoardState } from '../../../shared/contract/values.ts';
import type { AfterWatch } from '../../../shared/ota/after-watch.ts';
import type { Language } from '../../../shared/text/language.ts';
import type { PushHub } from '../api/push-hub.ts';
import type { Board } from '../board/board.ts';
import type { Boards } from '../board/boards.ts';
import type { CoreOptions } from '../core.ts';
import { History } from '../history/history.ts';
import { Metrics } from '../metrics/metrics.ts';
import type { Parts } from '../open-parts.ts';
import type { World } from '../ports.ts';
import type { ReportedBoard } from './evidence.ts';
import { Evidence } from './evidence.ts';
import type { NamedCertificates } from './report-facts.ts';
import { programOf } from './report-facts.ts';
import { ReportRetention } from './report-retention.ts';
import { ReportStore } from './report-store.ts';
import { earlierPushes } from './session-row.ts';
import type { SigningKey } from './signing-key.ts';
import { openSigningKey } from './signing-key.ts';

/** What proves later what happened: reports, the history, and what is counted. */
export interface EvidenceParts {
  readonly history: History;
  readonly evidence: Evidence;
  readonly reports: ReportStore;
  readonly retention: ReportRetention;
  readonly metrics: Metrics;
  /** This installation's key, made where there is none; null where reports are not signed. */
  readonly signingKey: () => Promise<SigningKey | null>;
  /** What was seen of a board after its verdict. */
  readonly watched: (watch: AfterWatch) => void;
  /** The language in which a report shows first. */
  readonly reportLanguage: () => Language;
}

const MEGABYTE = 1024 * 1024;
const DAY_MS = 24 * 3_600_000;

/** The key's file in the data directory's `certs`. */
export const SIGNING_KEY_FILE = 'report_signing.key';

/** Makes the services of the evidence; nothing is opened before it is needed. */
export function openEvidence(
  { paths, settings, certificates, library }: Parts,
  options: CoreOptions,
  world: World,
  hub: PushHub,
  boards: () => Boards,
  shown: (board: Board) => NamedCertificates,
): EvidenceParts {
  const { clock, onNotice } = world;
  const openedAtMs = clock.nowMs();
  const nameOf = (deviceId: string): string => settings.current.boardNames[deviceId] ?? deviceId;
  const reports = new ReportStore(paths.reports);
  void reports.removeUnfinished();
  const retention = new ReportRetention({
    store: reports,
    clock,
    limits: () => {
      const { maxMegabytes, maxAgeDays } = settings.current.reports;
      return { maxBytes: maxMegabytes * MEGABYTE, maxAgeMs: maxAgeDays * DAY_MS };
    },
  });
  retention.written();
  const history = new History({
    file: path.join(paths.dir, 'history', 'history.db'),
    // Those since the start are kept by their verdicts, with all that is known of them.
    earlier: () => earlierPushes(library.list(), nameOf).filter(({ atMs }) => atMs < openedAtMs),
    onState: (state) => {
      hub.set('history', state);
      retention.written();
    },
    onDamaged: onNotice,
  });
  const reportLanguage = (): Language => {
    const { language } = settings.current;
    return language === 'system' ? options.language : language;
  };
  const signingKey = async (): Promise<SigningKey | null> =>
    settings.current.reports.sign ? openSigningKey(path.join(paths.certs, SIGNING_KEY_FILE)) : null;
  const evidence = new Evidence({
    clock,
    reportsDir: paths.reports,
    logsDir: paths.logs,
    history,
    program: programOf(options),
    language: reportLanguage,
    certificates: () => certificates.state(),
    board: (deviceId) => reportedBoard(boards(), deviceId),
    shownTo: (deviceId) => {
      const board = boardOf(boards(), deviceId);
      return board === undefined ? null : shown(board);
    },
    image: (imageId) => library.list().find((image) => image.imageId === imageId)?.facts ?? null,
    signingKey,
    onTrouble: (deviceId, { code, params }) => {
      const text = `${code}: ${params.dir}: ${params.detail}`;
      const board = boardOf(boards(), deviceId);
      board?.log.note('workbench', text, { level: 'W' });
      onNotice(code, text);
    },
  });
  const metrics = new Metrics({
    version: options.version,
    startedAtMs: openedAtMs,
    residentBytes: () => process.memoryUsage.rss(),
  });
  hub.onPush((push) => {
    metrics.see(push);
    if (push.kind === 'state' && push.name === 'board' && push.value !== null)
      evidence.seeBoard(push.value as BoardState);
  });
  const watched: EvidenceParts['watched'] = ({ pushId, state, error }) => {
    if (state !== 'stable' && state !== 'unstable') return;
    void history.setWatch(pushId, { outcome: state, code: error?.code ?? null });
  };
  return { history, evidence, reports, retention, metrics, signingKey, watched, reportLanguage };
}

/** Writes what is left to write, and closes the database. */
export async function closeEvidence({
  evidence,
  history,
  retention,
}: Pick<EvidenceParts, 'evidence' | 'history' | 'retention'>) {
  await evidence.settled();
  await retention.stop();
  await history.close();
}

function boardOf(boards: Boards, deviceId: string): Board | undefined {
  return boards.all().find((one) => one.deviceId === deviceId);
}

function reportedBoard(boards: Boards, deviceId: string): ReportedBoard | null {
  const board = boardOf(boards, deviceId);
  if (board === undefined) return null;
  const { name, port, facts } = board.state();
  return {
    name,
    port: port.path,
    virtual: port.virtual,
    facts,
    logOffset: board.log.offset,
    startOffset: board.startOffset,
  };
}
