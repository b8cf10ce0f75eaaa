import type { FaultResult, FaultRun } from '../../../shared/faults/fault-values.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { History } from '../history/history.ts';
import type { KeptCase } from '../history/run-rows.ts';
import type { Evidence } from '../report/evidence.ts';

export interface LabHistoryDeps {
  readonly history: Pick<History, 'recordRun' | 'linkToRun'>;
  readonly evidence: Pick<Evidence, 'settled'>;
}

/**
 * Keeps a run of the fault lab as one entry of the history, with every update that it made, those that only filled a
 * slot among them: they say nothing of how well a board or an image is updated.
 */
export class LabHistory {
  readonly #deps: LabHistoryDeps;
  /** By board: the updates of the run that goes on. */
  readonly #running = new Map<string, string[]>();

  constructor(deps: LabHistoryDeps) {
    this.#deps = deps;
  }

  /** A verdict. True where the update is the lab's. */
  takes({ deviceId, pushId }: SessionView): boolean {
    const pushes = this.#running.get(deviceId);
    pushes?.push(pushId);
    return pushes !== undefined;
  }

  /** A run as it stands. */
  see(run: FaultRun): void {
    const { deviceId, runId } = run;
    if (run.state === 'running') {
      if (!this.#running.has(deviceId)) this.#running.set(deviceId, []);
      return;
    }
    const pushes = this.#running.get(deviceId);
    if (pushes === undefined) return;
    this.#running.delete(deviceId);
    void this.#keep(run, runId, pushes);
  }

  async #keep(run: FaultRun, runId: string, pushes: readonly string[]): Promise<void> {
    const { history, evidence } = this.#deps;
    // The updates themselves are kept first.
    await evidence.settled();
    const { startedAtMs, endedAtMs, fileName, results } = run;
    const title = `${results.length} × ${fileName}`;
    const atMs = endedAtMs ?? startedAtMs;
    await history.recordRun(
      { runId, runKind: 'faults', title, state: 'ended', startedAtMs, atMs, reportId: null, detail: {} },
      results.map((result, index) => caseOf(run, result, index + 1)),
    );
    await history.linkToRun(runId, pushes);
  }
}

/** A fault that ended as it should is a case that did. */
function caseOf({ deviceId, imageId }: FaultRun, result: FaultResult, caseNo: number): KeptCase {
  const { name, state, outcome, observed, pushId, durationMs } = result;
  return {
    caseNo,
    name,
    deviceId,
    imageId,
    version: null,
    pushId,
    outcome: state === 'passed' || state === 'failed' ? (outcome ?? 'unknown') : null,
    code: observed === outcome ? null : observed,
    passed: state === 'passed',
    startedAtMs: null,
    durationMs,
    measured: {},
  };
}
