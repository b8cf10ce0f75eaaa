import type { Mapping } from '../../../../shared/ota/mapping/mapping.ts';
import type { PushHub } from '../../api/push-hub.ts';
import type { Boards } from '../../board/boards.ts';
import type { ElfStore } from '../../crash/elf-store.ts';
import type { World } from '../../ports.ts';
import { OpenedLogs } from '../opened/opened-logs.ts';
import { LogViews } from './log-views.ts';

/** What pages look at: the logs of boards and saved ones. */
export interface LogServices {
  readonly logs: LogViews;
  readonly logFiles: OpenedLogs;
}

/** The views of logs, told by the `logView` stream, and the saved logs, told by their state. */
export function openLogViews(
  { clock }: Pick<World, 'clock'>,
  hub: PushHub,
  boards: () => Boards,
  elfs: Pick<ElfStore, 'find'>,
  mappings: () => readonly Mapping[] = () => [],
): LogServices {
  const logFiles: OpenedLogs = new OpenedLogs({
    clock,
    mappings,
    elfs,
    onStates: (states) => hub.set('logFiles', states),
    onClosed: (logId) => logs.closeLog(logId),
  });
  const logs: LogViews = new LogViews({
    clock,
    storeOf: (logId) => logFiles.storeOf(logId) ?? boards().get(logId).log.store,
    onState: (state) => hub.send('logView', state),
  });
  return { logs, logFiles };
}
