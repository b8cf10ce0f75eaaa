import type { Translator } from '../../shared/text/translator.ts';

const KIB = 1024;
const MIB = KIB * KIB;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Bytes for proof: `912,384 B`. */
export function exactBytes(bytes: number): string {
  return `${grouped(bytes)} B`;
}

/** Bytes for reading: `891.0 KiB`, whole KiB while they change, `4 MiB` where it is even. */
export function sizeText(bytes: number, decimals = 1): string {
  if (bytes < KIB) return `${bytes} B`;
  if (bytes >= MIB && bytes % MIB === 0) return `${bytes / MIB} MiB`;
  return `${grouped(bytes / KIB, decimals)} KiB`;
}

/** `113 kB/s`; kB are 1000 bytes, as networks count. */
export function rateText(bytesPerSecond: number): string {
  return bytesPerSecond < 1000
    ? `${Math.round(bytesPerSecond)} B/s`
    : `${grouped(bytesPerSecond / 1000)} kB/s`;
}

/** A duration for tables: one decimal below a minute, the same in both languages. */
export function durationText(ms: number): string {
  if (ms < MINUTE_MS) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A duration inside a sentence, where Chinese writes 秒. */
export function durationWords(t: Translator, ms: number): string {
  if (ms < MINUTE_MS) return t('page:durationSeconds', { seconds: (ms / 1000).toFixed(1) });
  const seconds = Math.round(ms / 1000);
  return t('page:durationMinutes', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
}

/** Whole percent, rounded down and never 100: only the board can say that all of it arrived. */
export function percentBelow100(part: number, whole: number): number {
  return whole > 0 ? Math.min(99, Math.max(0, Math.floor((part / whole) * 100))) : 0;
}

/** `0x210000` */
export function hex(value: number, digits = 0): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

/** First and last eight digits: `3715ad2e…6107653c`. */
export function shortDigest(digest: string): string {
  return digest.length <= 20 ? digest : `${digest.slice(0, 8)}…${digest.slice(-8)}`;
}

/** `02:14:23`, with milliseconds `02:14:23.101`, in the machine's own time zone. */
export function clockText(atMs: number, withMs = false): string {
  const at = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return withMs ? `${clock}.${String(at.getMilliseconds()).padStart(3, '0')}` : clock;
}

/** `2026-11-22 02:14`, in the machine's own time zone. */
export function dateText(atMs: number): string {
  const at = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clockText(atMs).slice(0, 5)}`;
}

/** How long ago: `12 s ago`, `3 min ago`, `5 h ago`, and the date where it is longer. */
export function agoText(t: Translator, atMs: number, nowMs: number): string {
  const agoMs = Math.max(0, nowMs - atMs);
  if (agoMs < MINUTE_MS) return t('page:secondsAgo', { seconds: Math.floor(agoMs / 1000) });
  if (agoMs < HOUR_MS) return t('page:minutesAgo', { minutes: Math.floor(agoMs / MINUTE_MS) });
  if (agoMs < DAY_MS) return t('page:hoursAgo', { hours: Math.floor(agoMs / HOUR_MS) });
  return dateText(atMs);
}

/** 1234567.8 with one decimal: `1,234,567.8`, the same in both languages. */
export function grouped(value: number, decimals = 0): string {
  return value.toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}
