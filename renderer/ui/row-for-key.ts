/** How far Page Up and Page Down go. */
const PAGE_ROWS = 10;

/** The row of a list box that a key leads to from row `at` of `count`; null for a key that leads nowhere. */
export function rowForKey(key: string, at: number, count: number): number | null {
  const last = count - 1;
  const rows: Readonly<Record<string, number>> = {
    ArrowDown: Math.min(last, at + 1),
    ArrowUp: Math.max(0, at - 1),
    PageDown: Math.min(last, at + PAGE_ROWS),
    PageUp: Math.max(0, at - PAGE_ROWS),
    Home: 0,
    End: last,
  };
  return rows[key] ?? null;
}
