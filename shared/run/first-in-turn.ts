/**
 * With which of the images that follow each other a board begins, by index: the first whose version it does not run;
 * the first of all where that is not known, or every image has that version.
 */
export function firstInTurn(versions: readonly (string | null)[], running: string | null): number {
  if (running === null) return 0;
  const other = versions.findIndex((version) => version !== running);
  return Math.max(other, 0);
}
