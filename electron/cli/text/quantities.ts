/** `812.4 KiB`: sizes as people read them. */
export function kibibytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

/** `12.3 s` below a minute, `2 min 05 s` above. */
export function duration(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** Labels and values in two columns, indented; lines without a value are left out. */
export function table(rows: readonly (readonly [label: string, value: string | null])[]): string {
  const shown = rows.filter(([, value]) => value !== null);
  const width = Math.max(...shown.map(([label]) => columnsOf(label)), 0);
  return shown
    .map(([label, value]) => `  ${label}${' '.repeat(width - columnsOf(label))}  ${value}`)
    .join('\n');
}

/** Columns of a terminal that a text takes: Chinese characters take two. */
export function columnsOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u2e80-\uffef]/.test(character) ? 2 : 1), 0);
}
