import { readFileSync } from 'node:fs';

/** How many files and sockets this process may have open, or null where the system has no such figure to read. */
export function descriptorLimit(read: () => string = readLimits): number | null {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(read())?.[1];
    return soft === undefined ? null : Number(soft);
  } catch {
    return null;
  }
}

function readLimits(): string {
  return readFileSync('/proc/self/limits', 'utf8');
}
