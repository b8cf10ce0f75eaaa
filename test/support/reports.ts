import type { SessionView } from '../../shared/ota/session-view.ts';
import type { CasePlace, SessionEvidence } from '../../shared/report/case-of-session.ts';
import { caseOfSession } from '../../shared/report/case-of-session.ts';
import type { ReportCase } from '../../shared/report/case-schema.ts';
import type { ReportHead } from '../../shared/report/make-report.ts';
import { makeReport } from '../../shared/report/make-report.ts';
import type { Report } from '../../shared/report/report-schema.ts';
import { SESSIONS } from './scripted/sessions.ts';
import { check, FACTS, IMAGE, SIZE_BYTES, STARTED_AT_MS } from './scripted/values.ts';

const RAMP = Array.from({ length: 40 }, (_, at) => ({
  atMs: 2_400 + at * 200,
  deliveredBytes: Math.min(SIZE_BYTES, Math.round((SIZE_BYTES * (at + 1)) / 38)),
  writtenBytes: Math.round((SIZE_BYTES * at) / 40),
}));

/** An update of the scripted bench, with a board, an image and logs, as a case. */
export function caseOf(
  view: SessionView = SESSIONS.confirmed(),
  place: Partial<CasePlace> = {},
  more: Partial<SessionEvidence> = {},
): ReportCase {
  const evidence: SessionEvidence = {
    view,
    board: { name: 'bench-07', port: '/dev/ttyUSB3', virtual: false, facts: FACTS },
    image: IMAGE.facts,
    preflight: [
      check('structure', 'passed'),
      check('fit', 'passed', { usedKib: 891, slotKib: 1024 }),
      check('chip', 'failed', { image: 'ESP32-S3', board: 'ESP32' }),
      check('console-speed', 'warned', { baudRate: 115_200, maxKilobytes: 180 }),
    ],
    samples: RAMP,
    certificates: null,
    logs: {
      board: {
        file: 'logs/board.raw',
        fromOffset: 1_024,
        pushOffset: 5_120,
        toOffset: 9_216,
        bytes: 8_192,
        missingBytes: 0,
      },
      server: { file: 'logs/server.ndjson', events: 7 },
    },
    ...more,
  };
  return caseOfSession(evidence, { caseId: '1', name: 'native_ota 1.5.0 · bench-07', ...place });
}

/** A report of these cases, written half a minute after it began. */
export function reportOf(cases: readonly ReportCase[] = [caseOf()], head: Partial<ReportHead> = {}): Report {
  return makeReport(
    {
      reportId: '20261122T021423Z-push-1f2e3d4c',
      kind: 'push',
      title: 'native_ota 1.5.0 · bench-07',
      startedAtMs: STARTED_AT_MS,
      endedAtMs: STARTED_AT_MS + 17_900,
      parameters: {},
      program: {
        name: 'OTA Workbench',
        version: '0.1.0',
        shell: 'window',
        node: '20.18.1',
        electron: '33.2.1',
        platform: 'linux',
        osRelease: '6.1.0',
        arch: 'x64',
        openssl: '3.0.15+quic',
      },
      certificates: {
        ca: { sha256Fingerprint: 'AB:CD', notAfter: '2046-11-22T00:00:00.000Z' },
        server: {
          sha256Fingerprint: '12:34',
          notAfter: '2027-12-22T00:00:00.000Z',
          dnsNames: ['192.168.1.23', 'localhost'],
          ipAddresses: ['192.168.1.23'],
        },
      },
      ...head,
    },
    cases,
    STARTED_AT_MS + 30_000,
  );
}
