import type { BoardLogDeps } from './board-log.ts';
import { BoardLog } from './board-log.ts';

/** A board's log that tells in its own lines when the disk takes no more of it, and what that cost. */
export function openBoardLog(deps: Omit<BoardLogDeps, 'onDiskError'>): BoardLog {
  const log: BoardLog = new BoardLog({
    ...deps,
    onDiskError: (error) => {
      const text =
        error === null
          ? `The log is written to disk again; ${log.lostBytes} bytes were lost`
          : `The log cannot be written to disk (${error.code}); it goes on in memory`;
      log.note('workbench', text, { level: 'W' });
    },
  });
  return log;
}
