import type { HistoryFilter } from '../../shared/contract/history-contract.ts';
import type {
  ComparedFact,
  HistoryEntry,
  HistoryPush,
  HistoryRun,
} from '../../shared/contract/history-values.ts';
import type { Outcome } from '../../shared/ota/stage.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { dateText, durationText, shortDigest } from '../text/format.ts';
import { outcomeWord } from '../text/outcome-word.ts';

const DAY_MS = 86_400_000;

/** How far back a list goes. */
export const SPANS = ['anyTime', 'lastDay', 'lastWeek', 'lastMonth'] as const;
export type Span = (typeof SPANS)[number];

/** What a person has narrowed the list by. */
export interface Narrowing {
  readonly text: string;
  readonly outcome: Outcome | null;
  readonly span: Span;
  /** A board or an image that was chosen from the statistics. */
  readonly deviceId: string | null;
  readonly imageId: string | null;
  /** The run whose cases are looked at. */
  readonly run: HistoryRun | null;
}

export const EVERYTHING: Narrowing = {
  text: '',
  outcome: null,
  span: 'anyTime',
  deviceId: null,
  imageId: null,
  run: null,
};

/** The same for the core; `nowMs` counts in whole minutes, so that it is not another list each second. */
export function filterOf(narrowing: Narrowing, nowMs: number): HistoryFilter {
  const { text, outcome, span, deviceId, imageId, run } = narrowing;
  const days = { anyTime: null, lastDay: 1, lastWeek: 7, lastMonth: 30 }[span];
  const minuteMs = Math.floor(nowMs / 60_000) * 60_000;
  return {
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(outcome === null ? {} : { outcomes: [outcome] }),
    ...(days === null ? {} : { sinceMs: minuteMs - days * DAY_MS }),
    ...(deviceId === null ? {} : { deviceId }),
    ...(imageId === null ? {} : { imageId }),
    ...(run === null ? { folded: true } : { runId: run.runId }),
  };
}

/** Names an entry in the list. */
export function entryId(entry: HistoryEntry): string {
  return entry.kind === 'push' ? entry.pushId : entry.runId;
}

/** Project and version, or the file name of an image that tells neither. */
export function pushTitle({ projectName, version, fileName }: HistoryPush): string {
  const known = [projectName, version].filter((part) => part !== null).join(' ');
  return known === '' ? fileName : known;
}

/** What a screen reader is told of a row. */
export function entryLabel(t: Translator, entry: HistoryEntry): string {
  const parts =
    entry.kind === 'push'
      ? [
          outcomeWord(t, entry.outcome),
          pushTitle(entry),
          entry.boardName,
          entry.code,
          entry.watch === null ? null : t(`history:watch_${entry.watch.outcome}`),
        ]
      : [entry.title, runText(t, entry), t(`history:runState_${entry.state}`)];
  return [...parts, dateText(entry.atMs), durationText(entry.durationMs)]
    .filter((part) => part !== null)
    .join(', ');
}

/** `11/12 confirmed` */
export function runText(t: Translator, { confirmed, cases }: HistoryRun): string {
  return t('history:runCases', { confirmed, cases });
}

/** A run is judged by its cases: confirmed where all are, failed where one is not. */
export function runGlyph({ state, cases, confirmed, failed }: HistoryRun): Outcome | 'updating' {
  if (state === 'running') return 'updating';
  if (failed === 0 && cases > 0 && confirmed === cases) return 'confirmed';
  return state === 'interrupted' && failed === 0 ? 'interrupted' : 'failed';
}

/** A compared value as it is shown: digests shortened, a dash for nothing. */
export function factValue(t: Translator, { name }: ComparedFact, value: string | null): string {
  if (value === null) return '–';
  if (name === 'outcome') return outcomeWord(t, value as Outcome);
  return name === 'imageId' || name === 'expectedSha256' || name === 'afterSha256'
    ? shortDigest(value)
    : value;
}

/** `+1.2 s`, `−0.4 s`; nothing for what is equal to a tenth of a second. */
export function differenceText(aMs: number | null, bMs: number | null): string {
  if (aMs === null || bMs === null) return '';
  const byMs = bMs - aMs;
  if (Math.abs(byMs) < 50) return '';
  return `${byMs > 0 ? '+' : '−'}${durationText(Math.abs(byMs))}`;
}

/** `98.2 %` */
export function percentText(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`;
}
