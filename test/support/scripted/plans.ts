import type { PlanCheck } from '../../../shared/run/plan-check.ts';
import { readPlan } from '../../../shared/run/read-plan.ts';
import { PLAN_POLICY } from '../../../shared/run/run-policy.ts';
import type { RunCaseView, RunView } from '../../../shared/run/run-view.ts';
import type { Script } from '../fake-transport.ts';
import { IMAGE_ID } from './values.ts';

const PLAN = `name: Release gate
images: { last: build/last.bin, candidate: build/candidate.bin }
boards:
  - device: usb-10c4-ea60-0123
  - chip: ESP32
steps:
  - { push: last, reset: true, force: all }
  - { push: candidate, timeout: 5m }
  - { push: last, fault: wrong-ca, reset: true, expect: { outcome: failed, code: tls/unknown-ca } }
  - { push: last, fault: status-404, reset: true }
  - { soak: [last, candidate], cycles: 20, stopAfter: 2 }
  - wait: 5s
  - { faults: candidate, only: [stall, redirect-loop] }
`;
const FACTS = { projectName: 'native_ota_example', chip: 'ESP32', sizeBytes: 976_000 };

/** What a core says of a plan that is right here. */
export function planCheck(): PlanCheck {
  const { parts } = readPlan(PLAN);
  return {
    file: 'release-gate.yaml',
    name: parts.name,
    problems: [],
    images: [
      { image: 'last', file: 'build/last.bin', facts: { ...FACTS, version: '1.4.2' } },
      { image: 'candidate', file: 'build/candidate.bin', facts: { ...FACTS, version: '1.5.0' } },
    ],
    boards: [
      { number: 1, wanted: 'device usb-10c4-ea60-0123', found: [found('bench-07', 'ESP32', 'open')] },
      {
        number: 2,
        wanted: 'chip ESP32',
        found: [found('bench-07', 'ESP32', 'open'), found('/dev/ttyUSB1', null, 'asked')],
      },
    ],
    steps: parts.steps.map(({ index, value: step }) => ({ number: index + 1, step })),
    policy: PLAN_POLICY,
  };
}

/** The same plan where an image is missing, no board fits and a key is misspelt. */
export function wrongPlanCheck(): PlanCheck {
  const check = planCheck();
  const detail = '/home/qa/app/build/last.bin does not exist.';
  return {
    ...check,
    problems: [
      { line: 2, column: 11, code: 'plan/image-file', params: { image: 'last', detail } },
      {
        line: 5,
        column: 5,
        code: 'plan/no-board',
        params: { wanted: 'chip ESP32', detail: 'bench-07 has not said its chip.' },
      },
      { line: 8, column: 25, code: 'plan/unknown-key', params: { key: 'timeuot', within: 'steps.1' } },
    ],
    images: check.images.map((image) => (image.image === 'last' ? { ...image, facts: null } : image)),
    boards: check.boards.map((board) => (board.number === 2 ? { ...board, found: [] } : board)),
    steps: check.steps.filter(({ number }) => number !== 2),
    policy: null,
  };
}

/** A script whose core answers for plans; files lie below `/home/qa`, as in the window. */
export function withPlan(script: Script, check: PlanCheck, hasPaths = true): Script {
  return {
    ...script,
    answers: {
      ...script.answers,
      'run.planCheck': () => check,
      'run.plan': () => ({ runId: 'plan', problems: [], notes: [] }),
    },
    ...(hasPaths ? { pathOf: (file: object) => `/home/qa/${(file as File).name}` } : {}),
  };
}

/** A plan in its third step: one fault was met as expected, one update was not. */
export function planRun(nowMs: number): RunView {
  const cases: readonly RunCaseView[] = [
    planCase(1, '1. last', { outcome: 'confirmed', met: true }),
    planCase(2, '2. candidate', { outcome: 'rolledBack', met: false }, 'boot/diagnostics-failed'),
    planCase(3, '3. last, wrong-ca', { outcome: 'failed', met: true }, 'tls/unknown-ca'),
    planCase(4, '4. last, status-404', null),
  ];
  return {
    runId: 'plan',
    kind: 'plan',
    title: 'Release gate',
    startedAtMs: nowMs - 92_000,
    endedAtMs: null,
    policy: PLAN_POLICY,
    paused: false,
    stopped: null,
    wave: 3,
    waves: 7,
    counts: { waiting: 1, running: 0, skipped: 0, byOutcome: { confirmed: 1, rolledBack: 1, failed: 1 } },
    cases,
    reportFolder: '/home/qa/.local/share/ota-workbench/reports/20261122T021405Z-plan-1f2e3d4c',
    error: null,
  };
}

function planCase(
  number: number,
  label: string,
  ended: { outcome: 'confirmed' | 'failed' | 'rolledBack'; met: boolean } | null,
  code: 'tls/unknown-ca' | 'boot/diagnostics-failed' | null = null,
): RunCaseView {
  const isFault = label.includes(',');
  return {
    taskId: `step-${number}-board-1`,
    deviceId: 'bench-07',
    boardName: 'bench-07',
    imageId: IMAGE_ID,
    version: '1.4.2',
    cycle: 1,
    wave: number - 1,
    state: ended === null ? { kind: 'waiting' } : { kind: 'ended', attempt: 1, counts: true, ...ended },
    pushId: null,
    startedAtMs: null,
    durationMs: ended === null ? null : 17_000 + number * 900,
    error: code === null ? null : { code, params: { host: '192.168.1.23' } },
    measured: {},
    label,
    expected: isFault
      ? { outcome: 'failed', codes: [number === 3 ? 'tls/unknown-ca' : 'http/status'] }
      : { outcome: 'confirmed', codes: [] },
  };
}

function found(name: string, chip: string | null, state: 'open' | 'asked') {
  return { name, chip, state } as const;
}
