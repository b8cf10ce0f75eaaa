import type { ImageEntry, PushRecord } from '../../../shared/contract/values.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import type { AfterWatch } from '../../../shared/ota/after-watch.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { Board } from '../board/board.ts';
import type { ImageLibrary } from '../image/image-library.ts';
import type { World } from '../ports.ts';

/** What the image's history keeps of an update that ended. */
function pushRecord(view: SessionView): PushRecord | null {
  const { verdict, pushId, deviceId } = view;
  if (verdict === null) return null;
  const { outcome, error, atMs, durationMs } = verdict;
  return { pushId, deviceId, atMs, outcome, code: error?.code ?? null, durationMs };
}

/** Keeps a verdict with its image; where the disk does not take it, its owner is told. */
export function keepRecord(
  view: SessionView,
  library: Pick<ImageLibrary, 'recordPush'>,
  onNotice: World['onNotice'],
): void {
  const record = pushRecord(view);
  if (record === null) return;
  const { imageId, fileName } = view.image;
  library.recordPush(imageId, record).catch((thrown: unknown) => onNotice(fileName, messageOf(thrown)));
}

/**
 * The version that failed last on a board, after an update of it: rolled back, the one it was offered. Every other
 * image goes to the slot of the one that failed: cut off, there is no sound image left to name; whole, it takes the
 * other's place in otadata too (`esp_ota_get_last_invalid_partition`).
 */
export function lastInvalidAfter(view: SessionView, before: string | null): string | null {
  if (view.verdict?.outcome === 'rolledBack') return view.expected.version ?? before;
  return view.stages.some(({ stage }) => stage === 'writing') ? null : before;
}

/** The workbench's own line about a verdict, in the board's log. */
export function verdictLine(board: Board, image: ImageEntry, view: SessionView): string {
  const { verdict } = view;
  if (verdict === null) return '';
  const seconds = (verdict.durationMs / 1000).toFixed(1);
  const runs = [view.after.partition, view.after.version].filter((known) => known !== null).join(', ');
  const cause = verdict.error === null ? '' : ` ${verdict.error.code}`;
  const proof = verdict.proof === null ? '' : `, proof: ${verdict.proof}`;
  return `${verdict.outcome}${cause}: ${image.fileName} on ${board.state().name}, runs ${runs || 'unknown'}${proof}, ${seconds} s`;
}

/** The workbench's own line about the time after a verdict; null while nothing is decided. */
export function watchLine({ state, error }: AfterWatch): string | null {
  if (state === 'stable') return 'stable: the confirmed image ran on for the whole watch';
  return state === 'unstable' ? `unstable ${error?.code ?? ''} after it was confirmed` : null;
}

/** A line as the board printed it, for evidence. */
export function spoken({ level, deviceTimeMs, tag, text }: LogEntry): string {
  if (tag === null) return text;
  const stamp = deviceTimeMs === null ? '' : ` (${deviceTimeMs})`;
  return `${level ?? ''}${stamp} ${tag}: ${text}`.trimStart();
}
