/** `38 ms` below a second, `12.3 s` below a minute, `2 min 05 s` above. */
export function durationText(ms: number): string {
  if (ms === 0) return '0 s';
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** A mark on a rule of seconds, with as many decimals as its step has. */
export function secondsMark(ms: number, stepMs: number): string {
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(stepMs)));
  return `${(ms / 1000).toFixed(decimals)} s`;
}

/** `912,384 B` */
export function exactBytes(bytes: number): string {
  return `${bytes.toLocaleString('en-US')} B`;
}

/** `2026-11-22 02:14:23 UTC`: a report is read elsewhere, where a local time would mislead. */
export function utcText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** A step of 1, 2 or 5 times a power of ten that divides `most` into at most `parts`. */
export function stepFor(most: number, parts: number): number {
  const least = most / parts;
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10) * power;
}
