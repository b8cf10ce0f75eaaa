import { summaryOf } from '../../../electron/core/image/image-summary.ts';
import { firmwareLines } from '../../../electron/core/tls/firmware-lines.ts';
import type { BoardState, RequestState } from '../../../shared/contract/values.ts';
import type { LogEntry, LogLevel } from '../../../shared/log/log-entry.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import type { PreflightCheck } from '../../../shared/ota/preflight.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { Answers, Script } from '../fake-transport.ts';
import { foundCa, sampleTrust } from '../trust.ts';
import { LOGS, logEntries } from './log-lines.ts';
import { ScriptedLogs } from './log-views.ts';
import { SESSIONS } from './sessions.ts';
import {
  board,
  CERTIFICATES,
  check,
  FACTS,
  IMAGE,
  IMAGE_ID,
  port,
  request,
  SERVER,
  SESSION,
  SETTINGS,
  STARTED_AT_MS,
} from './values.ts';

export const STATE_NAMES = [
  'first',
  'empty',
  'ready',
  'pushing',
  'waiting',
  'confirmed',
  'refused',
  'failed',
  'rolledBack',
  'interrupted',
] as const;
export type ScriptName = (typeof STATE_NAMES)[number];

export const DEVICE = 'bench-07';

/** One state of the page, as a core would hold it. `first` is a machine that has never seen a board. */
export function scriptFor(name: ScriptName, nowMs: number = Date.now()): Script {
  if (name === 'first') return script([], [], []);
  const lines = logEntries(LOGS[name === 'empty' || name === 'waiting' ? 'ready' : name]);
  const mine = board(DEVICE, { ...stateOf(name, nowMs), log: countsOf(lines) });
  const images = name === 'empty' ? [] : [IMAGE];
  return script([...others(nowMs).slice(0, 6), mine, ...others(nowMs).slice(6)], images, lines, name);
}

function stateOf(name: ScriptName, nowMs: number): Partial<BoardState> {
  switch (name) {
    case 'waiting':
      return {
        facts: { ...NO_FACTS, chip: 'ESP32' },
        lastRun: null,
        session: { ...SESSION, startedAtMs: nowMs - 3_100, waitingFor: 'reset', before: SESSION.after },
      };
    case 'pushing':
      return { session: SESSIONS.pushing(nowMs), facts: { ...FACTS, ready: false } };
    case 'confirmed':
      return { session: SESSIONS.confirmed(), facts: updated() };
    case 'refused':
    case 'failed':
    case 'rolledBack':
      return { session: SESSIONS[name](), facts: { ...FACTS, ready: false } };
    case 'interrupted':
      return { session: SESSIONS.interrupted(), facts: { ...FACTS, ready: false }, link: 'gone' };
    default:
      return {};
  }
}

function updated(): BoardFacts {
  return { ...FACTS, runningPartition: 'ota_1', version: '1.5.0', boots: 2 };
}

/** Eight more boards, each somewhere else. */
function others(nowMs: number): readonly BoardState[] {
  const confirmed = SESSIONS.confirmed();
  const writing: SessionView = {
    ...SESSIONS.pushing(nowMs),
    progress: { ...SESSIONS.pushing(nowMs).progress, writtenBytes: 374_100, deliveredBytes: 380_000 },
  };
  return [
    board('bench-01', { session: confirmed }),
    board('bench-02', { session: writing }),
    board('bench-03', { session: { ...confirmed, after: { ...confirmed.after, partition: 'ota_0' } } }),
    board('bench-04', { session: SESSIONS.rolledBack() }),
    board('bench-05', { facts: { ...FACTS, ready: false } }),
    board('bench-06', { session: { ...writing, current: 'restarting' } }),
    board('bench-08', { link: 'gone' }),
    board('virtual-1', {
      port: port('virtual:1', { path: 'virtual:1', label: 'Virtual ESP32', virtual: true }),
      facts: { ...FACTS, ready: false, runningPartition: 'factory' },
      lastRun: null,
    }),
  ];
}

function countsOf(lines: readonly LogEntry[]): BoardState['log'] {
  const of = (level: LogLevel): number => lines.filter((line) => line.level === level).length;
  return {
    entries: lines.length,
    bytes: lines.length * 80,
    byLevel: { E: of('E'), W: of('W'), I: of('I'), D: of('D'), V: of('V') },
    diskError: null,
  };
}

const CHECKS: readonly PreflightCheck[] = [
  check('structure', 'passed'),
  check('checksum', 'passed', { stored: '0xC0' }),
  check('digest', 'passed'),
  check('chip', 'passed', { image: 'ESP32', board: 'ESP32' }),
  check('chip-revision', 'passed', { context: 'noLimit' }),
  check('efuse-revision', 'passed', { context: 'noLimit' }),
  check('secure-version', 'notKnown', { image: 0 }),
  check('project', 'passed', { image: 'native_ota' }),
  check('mmu-page', 'notKnown', { context: 'unnamed' }),
  check('signature', 'notKnown', { context: 'unsigned' }),
  check('fit', 'passed', { usedKib: 891, slotKib: 1024 }),
  check('version', 'passed', { board: '1.4.2', version: '1.5.0' }),
  check('last-invalid', 'notKnown'),
  check('older', 'passed', { board: '1.4.2', version: '1.5.0' }),
  check('url-length', 'passed', { length: 49, maxLength: 254 }),
  check('board-ready', 'passed'),
  check('pending-verify', 'passed'),
  check('reach', 'passed', { host: '192.168.1.23' }),
  check('certificate', 'passed', { host: '192.168.1.23' }),
  check('self-test', 'notKnown'),
  check('next-ca', 'passed'),
  check('console-speed', 'warned', { baudRate: 115_200, maxKilobytes: 180 }),
];

function requestsOf(name: ScriptName): readonly RequestState[] {
  const older = [
    request('r2', { peer: '192.168.1.72', outcome: 'running', bytes: 374_100, durationMs: 3_300 }),
    request('r1', { peer: '192.168.1.71', durationMs: 8_400 }),
  ];
  switch (name) {
    case 'pushing':
      return [request('r3', { outcome: 'running', bytes: 629_760 }), ...older];
    case 'confirmed':
    case 'rolledBack':
      return [request('r3'), ...older];
    case 'failed':
      return [
        request('r3', { outcome: 'tlsRefused', status: null, alert: 48, code: 'tls/unknown-ca', tls: null }),
        ...older,
      ];
    case 'refused':
      return [request('r3', { outcome: 'stalled', bytes: 5_734 }), ...older];
    case 'interrupted':
      return [request('r3', { outcome: 'closedEarly', bytes: 420_864 }), ...older];
    default:
      return older;
  }
}

function script(
  boards: readonly BoardState[],
  images: readonly (typeof IMAGE)[],
  lines: readonly LogEntry[],
  name: ScriptName = 'first',
): Script {
  const empty = name === 'first';
  const state = (stateName: Script['states'][number]['name'], value: unknown, key: string | null = null) =>
    ({ name: stateName, key, value }) as const;
  const states: Script['states'] = [
    state('app', {
      version: '0.1.0',
      shell: 'window',
      platform: 'linux',
      language: 'en',
      startedAtMs: STARTED_AT_MS - 120_000,
      paths: 'any',
    }),
    state('settings', SETTINGS),
    state('ports', [port('ttyUSB3'), port('ttyACM0', { label: 'USB JTAG/serial debug unit (ttyACM0)' })]),
    ...images.map((one) => state('image', summaryOf(one), one.imageId)),
    state('watches', []),
    state('logFiles', []),
    state('server', empty ? { kind: 'off' } : SERVER),
    state('requests', empty ? [] : requestsOf(name)),
    state('certificates', CERTIFICATES),
    state('wifi', 'none'),
    ...boards.map((one) => state('board', one, one.deviceId)),
  ];
  return { states, answers: answersFor(lines) };
}

function answersFor(lines: readonly LogEntry[]): Answers {
  return {
    ...new ScriptedLogs({ [DEVICE]: lines }).answers,
    'image.add': ({ fileName }, core) => {
      const entry = { ...IMAGE, fileName };
      core.set('image', summaryOf(entry), entry.imageId);
      return entry;
    },
    'image.read': (_input, core) => ({
      ...IMAGE,
      fileName: core.get('image', IMAGE_ID)?.fileName ?? IMAGE.fileName,
    }),
    'image.preflight': ({ deviceId }) => ({ deviceId, imageId: IMAGE_ID, checks: CHECKS }),
    'settings.update': (patch, core) => {
      const before = core.get('settings') ?? SETTINGS;
      core.set('settings', { ...before, ...patch } as typeof SETTINGS);
      return {};
    },
    'virtual.add': (_input, core) => {
      core.set('board', board('virtual-2', { name: 'virtual-2', lastRun: null }), 'virtual-2');
      return { deviceId: 'virtual-2' };
    },
    'board.open': () => ({ deviceId: DEVICE }),
    'push.start': () => ({ pushId: 'push-2' }),
    'certificates.firmwareLines': ({ trust }, core) =>
      firmwareLines(
        trust,
        core.get('certificates') ?? CERTIFICATES,
        SETTINGS.trust,
        'https://192.168.1.23:8002',
      ),
    'certificates.caPem': () => ({ fileName: 'ca_cert.pem', pem: '-----BEGIN CERTIFICATE-----\n' }),
    'certificates.inFirmware': ({ fileName }) => ({
      fileName,
      kind: 'elf',
      ours: sampleTrust().ours,
      comparison: 'equal',
      certificates: [foundCa(), { ...foundCa('cc'.repeat(32)), offset: 0x4000, form: 'der' }],
    }),
    'diagnostics.read': () => ({ text: 'OTA Workbench 0.1.0\n' }),
  };
}
