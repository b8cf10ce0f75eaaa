import { renameSync } from 'node:fs';

/** Renames a damaged file, so that its owner can look at it, and gives its new name. @throws as renameSync */
export function putAside(file: string, nowMs: number): string {
  const keptAs = `${file}.damaged-${new Date(nowMs).toISOString().replaceAll(':', '-')}`;
  renameSync(file, keptAs);
  return keptAs;
}
