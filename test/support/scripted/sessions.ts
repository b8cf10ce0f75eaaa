import type { ErrorPayload } from '../../../shared/errors.ts';
import type { Said, SessionView, StageReached, Verdict } from '../../../shared/ota/session-view.ts';
import type { Outcome } from '../../../shared/ota/stage.ts';
import { LOGS, logEntries } from './log-lines.ts';
import { NEW, OLD, SESSION, SIZE_BYTES, STARTED_AT_MS } from './values.ts';

const AT_MS: readonly (readonly [StageReached['stage'], number])[] = [
  ['ready', 200],
  ['urlSent', 300],
  ['tls', 1_700],
  ['headerAccepted', 2_000],
  ['writing', 2_402],
  ['imageVerified', 11_002],
  ['restarting', 11_602],
  ['newImageRuns', 12_902],
  ['confirmed', 17_900],
];

/** The first `count` stages, each resting on its line of that log. */
function stages(count: number, log: string): readonly StageReached[] {
  const entries = logEntries(log);
  return AT_MS.slice(0, count).map(([stage, atMs]): StageReached => {
    const line = entries.find((entry) => entry.stage === stage);
    return {
      stage,
      atMs,
      evidence: line?.text ?? '',
      source: line?.source ?? 'board',
      logSeq: line?.seq ?? null,
    };
  });
}

function verdict(
  outcome: Outcome,
  error: ErrorPayload | null,
  durationMs: number,
  more: Partial<Verdict> = {},
): Verdict {
  return {
    outcome,
    error,
    proof: null,
    equalDigestBytes: null,
    lessCertain: false,
    atMs: STARTED_AT_MS + durationMs,
    durationMs,
    ...more,
  };
}

/** What a line of the log says, for "the board said" and "the server saw". */
function said(log: string, start: string, whole: string | null = null): Said {
  const entry = logEntries(log).find(({ text }) => text.startsWith(start));
  return {
    text: whole ?? entry?.text ?? start,
    atMs: entry?.receivedAtMs ?? STARTED_AT_MS,
    logSeq: entry?.seq ?? null,
  };
}

/** The update in each scripted state; `pushing` began 7.3 s before `nowMs`. */
export const SESSIONS = {
  pushing: (nowMs: number): SessionView => ({
    ...SESSION,
    startedAtMs: nowMs - 7_300,
    stages: stages(5, LOGS.pushing),
    current: 'writing',
    progress: {
      deliveredBytes: 629_760,
      bytesAre: 'delivered',
      writtenBytes: 611_328,
      totalBytes: SIZE_BYTES,
      deliveredRate: 113_000,
      writtenRate: 113_000,
    },
  }),
  confirmed: (): SessionView => ({
    ...SESSION,
    stages: stages(9, LOGS.confirmed),
    writtenAtMs: 10_102,
    current: null,
    progress: { ...SESSION.progress, deliveredBytes: SIZE_BYTES, writtenBytes: SIZE_BYTES },
    after: { partition: 'ota_1', offset: 0x21_0000, version: '1.5.0', sha256: NEW },
    verdict: verdict('confirmed', null, 17_900, { proof: 'digest', equalDigestBytes: 32 }),
  }),
  rolledBack: (): SessionView => ({
    ...SESSION,
    stages: stages(8, LOGS.rolledBack),
    writtenAtMs: 10_102,
    current: null,
    progress: { ...SESSION.progress, deliveredBytes: SIZE_BYTES, writtenBytes: SIZE_BYTES },
    after: { partition: 'ota_0', offset: 0x11_0000, version: '1.4.2', sha256: OLD },
    boardSaid: said(
      LOGS.rolledBack,
      'Diagnostics failed',
      'E (6308) native_ota_example: Diagnostics failed! Start rollback to the previous version ...',
    ),
    serverSaw: said(LOGS.rolledBack, '192.168.1.77:54322 complete'),
    verdict: verdict('rolledBack', { code: 'boot/diagnostics-failed', params: {} }, 20_297, {
      equalDigestBytes: 0,
    }),
  }),
  failed: (): SessionView => ({
    ...SESSION,
    stages: stages(2, LOGS.failed),
    current: null,
    boardSaid: said(
      LOGS.failed,
      'mbedtls_ssl_handshake',
      'E (66081) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700',
    ),
    serverSaw: { ...said(LOGS.failed, '192.168.1.77:54322 TLSv1.2'), logSeq: null },
    verdict: verdict('failed', { code: 'tls/unknown-ca', params: {} }, 1_700),
  }),
  refused: (): SessionView => ({
    ...SESSION,
    stages: stages(3, LOGS.refused),
    current: null,
    progress: { ...SESSION.progress, deliveredBytes: 5_734 },
    boardSaid: said(
      LOGS.refused,
      'New version is the same',
      'W (66291) native_ota_example: New version is the same as invalid version.',
    ),
    serverSaw: said(LOGS.refused, '192.168.1.77:54322 stalled'),
    verdict: verdict('refused', { code: 'ota/last-invalid-version', params: { version: '1.5.0' } }, 2_000),
  }),
  interrupted: (): SessionView => ({
    ...SESSION,
    stages: stages(5, LOGS.interrupted),
    current: null,
    progress: { ...SESSION.progress, deliveredBytes: 420_864, writtenBytes: 409_600 },
    verdict: verdict('interrupted', { code: 'serial/port-gone', params: { path: '/dev/ttyUSB3' } }, 6_020),
  }),
} as const;
