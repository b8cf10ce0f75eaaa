import { expectationOf } from '../../../shared/faults/expectation.ts';
import type { FaultName } from '../../../shared/faults/fault.ts';
import { FAULT_NAMES } from '../../../shared/faults/fault.ts';
import { paramsFor } from '../../../shared/faults/fault-body.ts';
import { FAULTS } from '../../../shared/faults/fault-table.ts';
import type { FaultInfo, FaultResult, FaultRun } from '../../../shared/faults/fault-values.ts';
import type { Script } from '../fake-transport.ts';
import { DEVICE } from './states.ts';
import { IMAGE, IMAGE_ID } from './values.ts';

const PROFILE = {
  program: 'native',
  idf: '5.3',
  checksDates: null,
  checksVersion: true,
  checksHost: true,
  rollback: true,
  speaksTls13: false,
  receiveTimeoutMs: 5_000,
  slotBytes: 0x100000,
} as const;
const STARTED_AT_MS = Date.UTC(2026, 10, 22, 14, 2, 10);

/** What a core says can be run on a real board with the native example. */
export function faultList(): readonly FaultInfo[] {
  return FAULT_NAMES.map((name) => {
    const { group, side, params, image } = FAULTS[name];
    const numbers = paramsFor(name, {}, IMAGE.facts.sizeBytes);
    const reason =
      side === 'board' && image === null
        ? ({ code: 'faults/virtual-only', params: {} } as const)
        : image !== null
          ? ({ code: 'faults/needs-image', params: { name: image } } as const)
          : null;
    return {
      name,
      group,
      side,
      params: Object.fromEntries(params.map((key) => [key, numbers[key]])),
      expected: reason === null ? expectationOf(name, numbers, PROFILE) : null,
      reason,
    };
  });
}

/** One fault that ended as it should, with what a test says of it. */
export function faultResult(name: FaultName, given: Partial<FaultResult> = {}): FaultResult {
  const [code = 'confirmed'] = expectationOf(name, paramsFor(name, {}, 1_000), PROFILE)?.codes ?? [];
  return {
    name,
    group: FAULTS[name].group,
    state: 'passed',
    expected: expectationOf(name, paramsFor(name, {}, 1_000), PROFILE)?.codes ?? [],
    observed: code,
    outcome: code === 'confirmed' ? 'confirmed' : 'failed',
    finding: null,
    boardSaid: {
      text: 'E (48210) native_ota_example: Image validation failed, image is corrupted',
      atMs: STARTED_AT_MS + 9_000,
      logSeq: 41,
    },
    serverSaw: {
      text: '192.168.1.23:50412 200 complete · 440000 B handed in 6.1 s',
      atMs: STARTED_AT_MS + 8_600,
      logSeq: null,
    },
    runsVersion: '1.4.1',
    error: null,
    pushId: `push-${name}`,
    durationMs: 14_300,
    ...given,
  };
}

/** What is not known of a fault before its end. */
const NOT_BEGUN = {
  observed: null,
  outcome: null,
  boardSaid: null,
  serverSaw: null,
  runsVersion: null,
  pushId: null,
  durationMs: null,
} as const;
/** The fault after which a board of a stopped run does not come back. */
const LOST_AT = 8;

/** A run as a board shows it; the first faults are over, the next one runs, the rest waits. */
export function faultRun(state: FaultRun['state'], given: Partial<FaultRun> = {}): FaultRun {
  const names = FAULT_NAMES.slice(0, 12);
  const over = state === 'running' ? 5 : names.length;
  const results = names.map((name, at) => {
    if (at >= over)
      return faultResult(name, {
        ...NOT_BEGUN,
        state: at === over ? 'running' : 'queued',
      });
    if (name === 'flipped-bit')
      return faultResult(name, {
        state: 'failed',
        observed: 'confirmed',
        outcome: 'confirmed',
        finding: 'taken',
      });
    if (state === 'stopped' && at > LOST_AT)
      return faultResult(name, { ...NOT_BEGUN, state: 'notRun', error: given.error ?? null });
    if (state === 'stopped' && at === LOST_AT)
      return faultResult(name, { state: 'failed', finding: 'notBack', runsVersion: null });
    if (name === 'wrong-chip')
      return faultResult(name, { state: 'failed', observed: 'timeout/imageVerified' });
    return faultResult(name);
  });
  return {
    runId: 'run-1',
    deviceId: DEVICE,
    imageId: IMAGE_ID,
    fileName: IMAGE.fileName,
    startedAtMs: STARTED_AT_MS,
    endedAtMs: state === 'running' ? null : STARTED_AT_MS + 171_000,
    state,
    error: null,
    doing: state === 'running' ? { name: names[over] ?? 'stall', step: 'pushing' } : null,
    waitingFor: null,
    results,
    ...given,
  };
}

/** `script` with a fault lab, and the run that a board shows. */
export function withFaults(script: Script, run: FaultRun | null = null): Script {
  return {
    states: [
      ...script.states,
      ...(run === null ? [] : [{ name: 'faults' as const, key: DEVICE, value: run }]),
    ],
    answers: {
      ...script.answers,
      'faults.list': ({ images }) =>
        faultList().map((info) => {
          const own = FAULTS[info.name].image;
          const given = own !== null && Object.hasOwn(images, own);
          return given
            ? { ...info, reason: null, expected: { codes: ['boot/crashed'], runs: 'before' } }
            : info;
        }),
      'faults.run': (_input, core) => {
        core.set('faults', faultRun('running'), DEVICE);
        return { runId: 'run-1' };
      },
      'faults.cancel': (_input, core) => {
        core.set('faults', faultRun('cancelled'), DEVICE);
        return {};
      },
    },
  };
}
