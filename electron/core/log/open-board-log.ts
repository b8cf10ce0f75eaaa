import type { LogSettings } from '../../../shared/contract/log-settings.ts';
import type { BoardLogDeps } from './board-log.ts';
import { BoardLog } from './board-log.ts';
import { CAPTURE_LIMITS } from './capture-limits.ts';
import type { Retention } from './retention.ts';

const MEGABYTE = 1024 * 1024;
const DAY_MS = 24 * 3_600_000;

/** What is kept of a board's raw log by the settings as they are at each moment. */
export function retentionOf(settings: () => Pick<LogSettings, 'maxMegabytes' | 'maxAgeDays'>): Retention {
  return {
    get maxBytes() {
      return settings().maxMegabytes * MEGABYTE;
    },
    get maxAgeMs() {
      return settings().maxAgeDays * DAY_MS;
    },
  };
}

/** A board's log that tells in its own lines when the disk takes no more of it, and what that cost. */
export function openBoardLog(
  deps: Omit<BoardLogDeps, 'onDiskError' | 'limits'> & { readonly retention: Retention },
): BoardLog {
  let told: string | null = null;
  const log: BoardLog = new BoardLog({
    ...deps,
    limits: { ...CAPTURE_LIMITS, retention: deps.retention },
    onDiskError: (error) => {
      if ((error?.code ?? null) === told) return;
      told = error?.code ?? null;
      const text =
        error === null
          ? `The log is written to disk again; ${log.lostBytes} bytes were lost`
          : `The log cannot be written to disk (${error.code}); it goes on in memory`;
      log.note('workbench', text, { level: 'W' });
    },
  });
  return log;
}
