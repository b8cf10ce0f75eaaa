import { describeServerEvent } from '../../../shared/ota/describe-server-event.ts';
import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import type { Board } from '../board/board.ts';

/** What the server saw of a board stands in that board's log, in the order of time. */
export function noteServerEvent(event: ServerEvent, boards: readonly Board[]): void {
  if (event.kind === 'connected' || event.kind === 'disconnected' || event.kind === 'requestProgress') return;
  for (const board of boards) board.log.note('server', describeServerEvent(event));
}
