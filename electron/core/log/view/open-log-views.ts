import type { PushHub } from '../../api/push-hub.ts';
import type { Boards } from '../../board/boards.ts';
import type { World } from '../../ports.ts';
import { LogViews } from './log-views.ts';

/** The views of the boards' logs, told by the `logView` stream. */
export function openLogViews({ clock }: Pick<World, 'clock'>, hub: PushHub, boards: () => Boards): LogViews {
  return new LogViews({
    clock,
    storeOf: (logId) => boards().get(logId).log.store,
    onState: (state) => hub.send('logView', state),
  });
}
