import type { HistoryFilter } from '../../../shared/contract/history-contract.ts';
import type {
  HistoryEntry,
  HistoryPush,
  HistoryRun,
  HistoryStat,
} from '../../../shared/contract/history-values.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { Outcome } from '../../../shared/ota/stage.ts';
import { comparePushes } from '../../../shared/report/compare-pushes.ts';
import { renderHtml } from '../../../shared/report/html/render-html.ts';
import type { Script } from '../fake-transport.ts';
import { caseOf, reportOf } from '../reports.ts';
import { SESSIONS } from './sessions.ts';
import { IMAGE_ID, STARTED_AT_MS } from './values.ts';

const OUTCOMES: readonly Outcome[] = [
  'confirmed',
  'confirmed',
  'rolledBack',
  'confirmed',
  'failed',
  'refused',
  'cancelled',
];
const CODES: Readonly<Partial<Record<Outcome, string>>> = {
  rolledBack: 'boot/diagnostics-failed',
  failed: 'tls/unknown-ca',
  refused: 'ota/last-invalid-version',
};
const HOUR_MS = 3_600_000;
const REPORT_ID = '20261122T021405Z-push-1f2e3d4c';

/** An update of a long history; `nth` 0 is the newest. */
export function historyPush(nth: number): HistoryPush {
  const outcome = OUTCOMES[nth % OUTCOMES.length] as Outcome;
  return {
    kind: 'push',
    pushId: `push-${nth}`,
    deviceId: `bench-0${1 + (nth % 5)}`,
    boardName: nth % 5 === 2 ? '装配线 3' : `bench-0${1 + (nth % 5)}`,
    chip: nth % 3 === 0 ? 'ESP32' : 'ESP32-S3',
    imageId: IMAGE_ID,
    fileName: 'native_ota.bin',
    projectName: 'native_ota',
    version: `1.${5 - (nth % 3)}.${nth % 4}`,
    versionBefore: '1.4.2',
    outcome,
    code: CODES[outcome] ?? null,
    proof: outcome === 'confirmed' ? 'digest' : null,
    startedAtMs: STARTED_AT_MS - nth * HOUR_MS - 18_000,
    atMs: STARTED_AT_MS - nth * HOUR_MS,
    durationMs: 17_900 + (nth % 9) * 850,
    overridden: nth === 4 ? ['chip'] : [],
    reportId: nth === 5 ? null : REPORT_ID,
    runId: null,
    watch: nth === 1 ? { outcome: 'unstable', code: 'watch/crashed' } : null,
  };
}

/** The run that stands third in the list. */
export const RUN: HistoryRun = {
  kind: 'run',
  runId: 'run-1',
  runKind: 'soak',
  title: 'Soak native_ota 1.5.0 / 1.4.2',
  state: 'ended',
  startedAtMs: STARTED_AT_MS - 2 * HOUR_MS,
  atMs: STARTED_AT_MS - 1.5 * HOUR_MS,
  durationMs: 0.5 * HOUR_MS,
  cases: 100,
  confirmed: 99,
  failed: 1,
  reportId: REPORT_ID,
};

const STATS: readonly HistoryStat[] = [
  {
    key: 'bench-01',
    label: 'bench-01',
    total: 412,
    byOutcome: { confirmed: 401, failed: 9, cancelled: 2 },
    successRate: 0.978,
    medianMs: 18_200,
    lastAtMs: STARTED_AT_MS,
  },
  {
    key: 'bench-03',
    label: '装配线 3',
    total: 3,
    byOutcome: { cancelled: 3 },
    successRate: null,
    medianMs: null,
    lastAtMs: STARTED_AT_MS - HOUR_MS,
  },
];

/** `script` with a history of `count` updates and one run, the newest first. */
export function withHistory(script: Script, count: number): Script {
  const pushes = Array.from({ length: count }, (_, nth) => historyPush(nth));
  const all: readonly HistoryEntry[] = count < 3 ? pushes : [...pushes.slice(0, 2), RUN, ...pushes.slice(2)];
  const pushOf = (pushId: string): HistoryPush =>
    pushes.find((push) => push.pushId === pushId) ?? historyPush(0);
  return {
    states: [
      ...script.states.filter(({ name }) => name !== 'history'),
      { name: 'history', key: null, value: { revision: 1, error: null, reportError: null } },
    ],
    answers: {
      ...script.answers,
      'history.list': ({ offset, limit, ...filter }) => {
        const found = all.filter((entry) => fits(entry, filter));
        return { total: found.length, offset, entries: found.slice(offset, offset + limit) };
      },
      'history.read': ({ pushId }) => {
        const push = pushOf(pushId);
        const folder = `/home/ada/.local/share/ota-workbench/reports/${REPORT_ID}`;
        const report = { reportId: REPORT_ID, folder, zip: `${folder}.zip`, zipBytes: 41_200, kept: false };
        return { push, session: sessionOf(push), report: push.reportId === null ? null : report };
      },
      'history.compare': ({ a, b }) => {
        const [one, other] = [pushOf(a), pushOf(b)];
        return comparePushes(
          { push: one, session: sessionOf(one) },
          { push: other, session: sessionOf(other) },
        );
      },
      'history.stats': () => (count === 0 ? [] : STATS),
      'report.list': () => [
        { reportId: REPORT_ID, folder: '/reports/1', zip: '/reports/1.zip', zipBytes: 9_000, kept: false },
      ],
      'report.read': ({ reportId, file }) => ({
        fileName: file === 'zip' ? `${reportId}.zip` : file,
        bytes: new TextEncoder().encode(renderHtml(reportOf([caseOf()]), 'en')),
      }),
    },
  };
}

function sessionOf({ outcome, pushId }: HistoryPush): SessionView | null {
  if (pushId === 'push-6') return null;
  switch (outcome) {
    case 'rolledBack':
    case 'failed':
    case 'refused':
      return SESSIONS[outcome]();
    default:
      return SESSIONS.confirmed();
  }
}

function fits(entry: HistoryEntry, { text = '', outcomes, deviceId, runId }: HistoryFilter): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (...parts: readonly (string | null)[]): boolean =>
    words.every((word) => parts.join('\n').toLowerCase().includes(word));
  if (entry.kind === 'run') return (runId ?? outcomes ?? deviceId) === undefined && has(entry.title);
  return (
    has(entry.boardName, entry.fileName, entry.version, entry.code) &&
    (outcomes === undefined || outcomes.includes(entry.outcome)) &&
    (deviceId === undefined || entry.deviceId === deviceId)
  );
}
