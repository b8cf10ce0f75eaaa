import type { HistoryPush } from '../../shared/contract/history-values.ts';

/** An update that ended confirmed a minute after the epoch, with what a test says of it. */
export function pushOf(pushId: string, given: Partial<HistoryPush> = {}): HistoryPush {
  return {
    kind: 'push',
    pushId,
    deviceId: 'bench-07',
    boardName: 'Bench 7',
    chip: 'ESP32',
    imageId: 'a'.repeat(64),
    fileName: 'native_ota.bin',
    projectName: 'native_ota',
    version: '1.5.0',
    versionBefore: '1.4.2',
    outcome: 'confirmed',
    code: null,
    proof: 'digest',
    startedAtMs: 42_000,
    atMs: 60_000,
    durationMs: 18_000,
    overridden: [],
    reportId: null,
    runId: null,
    watch: null,
    ...given,
  };
}
