import type { Command } from 'commander';

import type { HistoryFilter } from '../../shared/contract/history-contract.ts';
import { OUTCOMES } from '../../shared/ota/stage.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { runHistory, runHistoryCompare, runHistoryShow, runHistoryStats } from './commands/history.ts';
import { runReportList, runReportShow, runReportVerify } from './commands/report.ts';
import type { Run } from './context.ts';
import { invalidValue } from './usage.ts';
import type { Reader } from './values.ts';
import { integer } from './values.ts';

const DEFAULT_LIMIT = 50;

interface FilterFlags {
  readonly board?: string;
  readonly image?: string;
  readonly imageVersion?: string;
  readonly outcome?: HistoryFilter['outcomes'];
  readonly since?: number;
  readonly until?: number;
  readonly find?: string;
}

/** Adds the commands about what was: `history` and `report`, each with commands of its own. */
export function addHistoryCommands(program: Command, t: Translator, choose: (run: Run) => void): void {
  const history = program.command('history').description(t('history:commandHistory'));
  addFilter(history, t)
    .option('--limit <count>', t('history:optionLimit'), integer(t, '--limit', 1, 2_000))
    .action((flags: FilterFlags & { limit?: number }) => {
      choose((context) => runHistory(context, filterOf(flags), flags.limit ?? DEFAULT_LIMIT));
    });
  history
    .command('show')
    .description(t('history:commandHistoryShow'))
    .argument('<id>', t('history:argumentPush'))
    .action((id: string) => choose((context) => runHistoryShow(context, id)));
  history
    .command('compare')
    .description(t('history:commandHistoryCompare'))
    .argument('<a>', t('history:argumentPush'))
    .argument('<b>', t('history:argumentPushB'))
    .action((a: string, b: string) => choose((context) => runHistoryCompare(context, a, b)));
  history
    .command('stats')
    .description(t('history:commandHistoryStats'))
    .option('--by <what>', t('history:optionBy'), boardOrImage(t))
    .action((flags: { by?: 'board' | 'image' }, command: Command) => {
      const filter = filterOf(command.optsWithGlobals<FilterFlags>());
      choose((context) => runHistoryStats(context, flags.by ?? 'board', filter));
    });

  const report = program.command('report').description(t('history:commandReport'));
  report
    .command('list')
    .description(t('history:commandReportList'))
    .action(() => choose(runReportList));
  report
    .command('show')
    .description(t('history:commandReportShow'))
    .argument('<report>', t('history:argumentReport'))
    .action((reportId: string) => choose((context) => runReportShow(context, reportId)));
  report
    .command('verify')
    .description(t('history:commandReportVerify'))
    .argument('<file>', t('history:argumentReportFile'))
    .option('--key <file>', t('history:optionKey'))
    .action((file: string, flags: { key?: string }) => {
      choose((context) => runReportVerify(context, file, flags.key ?? null));
    });
}

function addFilter(command: Command, t: Translator): Command {
  return command
    .option('--board <board>', t('history:optionBoard'))
    .option('--image <image>', t('history:optionImage'))
    .option('--image-version <version>', t('history:optionVersion'))
    .option('--outcome <names>', t('history:optionOutcome'), outcomeNames(t))
    .option('--since <time>', t('history:optionSince'), moment(t, '--since'))
    .option('--until <time>', t('history:optionUntil'), moment(t, '--until'))
    .option('--find <words>', t('history:optionFind'));
}

function filterOf(flags: FilterFlags): HistoryFilter {
  const { board, image, imageVersion: version, outcome: outcomes, since, until, find: text } = flags;
  const filter = { board, image, version, outcomes, sinceMs: since, untilMs: until, text };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

function outcomeNames(t: Translator): Reader<NonNullable<HistoryFilter['outcomes']>> {
  return (value) =>
    value.split(',').map((part) => {
      const known = OUTCOMES.find((outcome) => outcome === part.trim());
      if (known !== undefined) return known;
      throw invalidValue(t, '--outcome', part, t('history:needsOutcomes', { names: OUTCOMES.join(', ') }));
    });
}

function boardOrImage(t: Translator): Reader<'board' | 'image'> {
  return (value) => {
    if (value === 'board' || value === 'image') return value;
    throw invalidValue(t, '--by', value, t('history:needsBy'));
  };
}

const AGE_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000 };

/** A date or time as ISO 8601 has it, a date alone in the machine's own zone; or how long ago. */
function moment(t: Translator, name: string): Reader<number> {
  return (value) => {
    const [, count, unit = ''] = /^(\d+)([dhm])$/.exec(value) ?? [];
    if (count !== undefined) return Date.now() - Number(count) * (AGE_MS[unit] ?? 0);
    const isDate = /^\d{4}-\d\d-\d\d$/.test(value);
    const atMs = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(isDate ? `${value}T00:00` : value) : Number.NaN;
    if (!Number.isNaN(atMs)) return atMs;
    throw invalidValue(t, name, value, t('history:needsTime'));
  };
}
