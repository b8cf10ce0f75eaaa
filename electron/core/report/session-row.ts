import type { HistoryPush } from '../../../shared/contract/history-values.ts';
import type { ImageEntry } from '../../../shared/contract/values.ts';
import type { SessionView, Verdict } from '../../../shared/ota/session-view.ts';

/** The row of the history of an update that ended. */
export function historyPush(
  view: SessionView,
  verdict: Verdict,
  board: { readonly name: string; readonly chip: string | null },
  reportId: string | null,
): HistoryPush {
  const { pushId, deviceId, image, before, overridden, startedAtMs } = view;
  return {
    kind: 'push',
    pushId,
    deviceId,
    boardName: board.name,
    chip: board.chip,
    imageId: image.imageId,
    fileName: image.fileName,
    projectName: image.projectName,
    version: image.version,
    versionBefore: before.version,
    outcome: verdict.outcome,
    code: verdict.error?.code ?? null,
    proof: verdict.proof,
    startedAtMs,
    atMs: verdict.atMs,
    durationMs: verdict.durationMs,
    overridden,
    ...(view.fault === undefined ? {} : { fault: view.fault }),
    reportId,
    runId: null,
    watch: null,
  };
}

/** What the library's images remember of pushes from before there was a history. */
export function earlierPushes(
  images: readonly ImageEntry[],
  nameOf: (deviceId: string) => string,
): readonly HistoryPush[] {
  return images.flatMap(({ imageId, fileName, facts, pushes }) =>
    pushes.map(({ pushId, deviceId, atMs, outcome, code, durationMs }) => ({
      kind: 'push' as const,
      pushId,
      deviceId,
      boardName: nameOf(deviceId),
      chip: facts.chip,
      imageId,
      fileName,
      projectName: facts.projectName,
      version: facts.version,
      versionBefore: null,
      outcome,
      code,
      proof: null,
      startedAtMs: atMs - durationMs,
      atMs,
      durationMs,
      overridden: [],
      reportId: null,
      runId: null,
      watch: null,
    })),
  );
}
