import { readFileSync } from 'node:fs';

/** A process that can be told from a later one with the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Boot id and start time in clock ticks, from Linux's /proc; null on systems without it. */
  readonly start: string | null;
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, start: readProcess(process.pid)?.start ?? null };
}

/** Whether that very process still runs. Without a start time a reused id counts as alive. */
export function isAlive(identity: ProcessIdentity): boolean {
  if (!answersSignals(identity.pid)) return false;
  const now = readProcess(identity.pid);
  if (now === null || identity.start === null) return true;
  return !now.ended && now.start === identity.start;
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: it runs, as another user.
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Fields 3 (state) and 22 (starttime) of /proc/<pid>/stat; the name before them may hold spaces. */
function readProcess(pid: number): { readonly start: string; readonly ended: boolean } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { start: `${bootId} ${fields[19]}`, ended: fields[0] === 'Z' || fields[0] === 'X' };
  } catch {
    return null;
  }
}
