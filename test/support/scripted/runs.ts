import type { BoardState } from '../../../shared/contract/values.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import type { Outcome } from '../../../shared/ota/stage.ts';
import { FLEET_POLICY, SOAK_POLICY } from '../../../shared/run/run-policy.ts';
import type { RunState } from '../../../shared/run/run-state.ts';
import { countRun, startRun } from '../../../shared/run/run-state.ts';
import type { RunCaseView, RunView } from '../../../shared/run/run-view.ts';
import type { Script } from '../fake-transport.ts';
import { board, FACTS, IMAGE_ID, SESSION } from './values.ts';

/** One letter a board, shelf by shelf: c confirmed, u updating, w waiting, f failed, r refused, b rolled back, o offline. */
const SHELVES: Readonly<Record<string, string>> = {
  A: 'cccccccccc',
  B: 'ccccbccccc',
  C: 'cccfcccccr',
  D: 'ccccccfccc',
  E: 'ucuuucuuuo',
  F: 'wwwwwwwwww',
};
const OUTCOMES: Readonly<Record<string, Outcome>> = {
  c: 'confirmed',
  f: 'failed',
  r: 'refused',
  b: 'rolledBack',
};

interface Placed {
  readonly name: string;
  readonly code: string;
  readonly index: number;
}

const PLACED: readonly Placed[] = Object.entries(SHELVES).flatMap(([shelf, codes]) =>
  [...codes].map((code, index) => ({ name: `${shelf}${index + 1}`, code, index })),
);

/** Sixty boards on their shelves in the middle of a fleet, as the concept has them. */
export function withFleet(script: Script, nowMs: number, running = true): Script {
  const boards = PLACED.map((placed) => fleetBoard(placed));
  const states = [
    ...script.states.filter(({ name }) => name !== 'board'),
    ...boards.map((value) => ({ name: 'board' as const, key: value.deviceId, value })),
    ...(running ? [{ name: 'run' as const, key: 'fleet', value: fleetRun(nowMs) }] : []),
  ];
  return { ...script, states };
}

function fleetBoard({ name, code, index }: Placed): BoardState {
  const version = code === 'c' ? '1.5.0' : '1.4.2';
  const written = 200_000 + index * 60_000;
  const progress = { ...SESSION.progress, writtenBytes: written };
  const session =
    code === 'u'
      ? { ...SESSION, pushId: name, deviceId: name, verdict: null, current: 'writing' as const, progress }
      : null;
  const link = code === 'o' ? 'gone' : 'open';
  return board(name, { name, link, session, facts: { ...FACTS, version } });
}

function errorOf({ name, code }: Placed): ErrorPayload | null {
  if (code === 'b') return { code: 'boot/diagnostics-failed', params: {} };
  if (code === 'r') return { code: 'ota/last-invalid-version', params: { version: '1.5.0' } };
  if (code !== 'f') return null;
  return name === 'C4'
    ? { code: 'tls/unknown-ca', params: { host: '192.168.1.23' } }
    : { code: 'image/corrupt', params: { detail: 'ESP_ERR_OTA_VALIDATE_FAILED' } };
}

export function fleetRun(nowMs: number): RunView {
  const policy = { ...FLEET_POLICY, canary: 0, waveSize: 15 };
  const tasks = PLACED.map(({ name }) => ({ id: name, deviceId: name, imageId: IMAGE_ID, cycle: 1 }));
  const start = startRun(tasks, policy);
  const state: RunState = {
    ...start,
    entries: start.entries.map((entry, index) => ({ ...entry, state: standing(PLACED[index] as Placed) })),
  };
  return {
    runId: 'fleet',
    kind: 'fleet',
    title: '60 × 1.5.0',
    startedAtMs: nowMs - 161_000,
    endedAtMs: null,
    policy,
    paused: false,
    stopped: null,
    wave: 2,
    waves: 4,
    counts: countRun(state),
    cases: PLACED.map((placed, index) => fleetCase(placed, state, index)),
    reportFolder: '/home/qa/.local/share/ota-workbench/reports/20261122T021405Z-fleet-1f2e3d4c',
    error: null,
  };
}

function fleetCase(placed: Placed, { entries }: RunState, index: number): RunCaseView {
  const { name, code } = placed;
  const wave = entries[index]?.wave ?? 0;
  return {
    taskId: name,
    deviceId: name,
    boardName: name,
    imageId: IMAGE_ID,
    version: '1.5.0',
    cycle: 1,
    wave,
    state: standing(placed),
    pushId: code === 'w' || code === 'o' ? null : name,
    startedAtMs: null,
    durationMs: code === 'c' ? secondsOf(placed) * 1_000 : null,
    error: errorOf(placed),
    measured: {},
  };
}

/** B9 is slow: its bar shows it before its figure. */
function secondsOf({ name, index }: Placed): number {
  return name === 'B9' ? 27.4 : 17.2 + ((name.charCodeAt(0) * 7 + index * 13) % 29) / 10;
}

function standing({ code }: Placed): RunCaseView['state'] {
  const outcome = OUTCOMES[code];
  if (outcome !== undefined) return { kind: 'ended', attempt: 1, outcome, counts: true };
  return code === 'u' ? { kind: 'running', attempt: 1 } : { kind: 'waiting' };
}

/** A soak of forty cycles, of which `done` have ended; one was rolled back. */
export function soakRun(nowMs: number, done = 27): RunView {
  const cases = Array.from({ length: 40 }, (_, index): RunCaseView => {
    const cycle = index + 1;
    const outcome: Outcome = cycle === 19 ? 'rolledBack' : 'confirmed';
    const ended = cycle <= done;
    const state: RunCaseView['state'] = ended
      ? { kind: 'ended', attempt: 1, outcome, counts: true }
      : cycle === done + 1
        ? { kind: 'running', attempt: 1 }
        : { kind: 'waiting' };
    return {
      taskId: `cycle-${cycle}`,
      deviceId: 'bench-07',
      boardName: 'bench-07',
      imageId: IMAGE_ID,
      version: cycle % 2 === 0 ? '1.5.0' : '1.4.2',
      cycle,
      wave: 0,
      state,
      pushId: null,
      startedAtMs: null,
      durationMs: ended ? 17_000 + ((cycle * 37) % 23) * 130 : null,
      error: ended && outcome === 'rolledBack' ? { code: 'boot/diagnostics-failed', params: {} } : null,
      measured: ended
        ? {
            freeHeapBytes: 214_000 - cycle * 900 + ((cycle * 13) % 7) * 300,
            rssiDbm: -52 - ((cycle * 7) % 9),
          }
        : {},
    };
  });
  const confirmed = done - (done >= 19 ? 1 : 0);
  return {
    runId: 'soak',
    kind: 'soak',
    title: '40 × bench-07',
    startedAtMs: nowMs - 540_000,
    endedAtMs: null,
    policy: { ...SOAK_POLICY, stopAfter: 3 },
    paused: false,
    stopped: null,
    wave: 1,
    waves: 1,
    counts: {
      waiting: 40 - done - 1,
      running: 1,
      skipped: 0,
      byOutcome: { confirmed, ...(done >= 19 ? { rolledBack: 1 } : {}) },
    },
    cases,
    reportFolder: '/home/qa/.local/share/ota-workbench/reports/20261122T020505Z-soak-9a8b7c6d',
    error: null,
  };
}
