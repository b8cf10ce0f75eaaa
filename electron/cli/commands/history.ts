import type { HistoryFilter } from '../../../shared/contract/history-contract.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { withCore } from '../with-core.ts';

/** `history`: what fits, the newest first, and how many there are. */
export async function runHistory(
  context: CommandContext,
  filter: HistoryFilter,
  limit: number,
): Promise<number> {
  return await withCore(context, 'cli', undefined, async (client) => {
    const { total, entries } = await client.call('history.list', { ...filter, offset: 0, limit });
    for (const entry of entries) context.out.emit({ event: 'entry', ...entry });
    context.out.emit({ event: 'history', total, shown: entries.length });
    return EXIT.done;
  });
}

/** `history show`: everything kept of one update. */
export async function runHistoryShow(context: CommandContext, pushId: string): Promise<number> {
  return await withCore(context, 'cli', undefined, async (client) => {
    context.out.emit({ event: 'session', ...(await client.call('history.read', { pushId })) });
    return EXIT.done;
  });
}

/** `history compare`: two updates side by side. */
export async function runHistoryCompare(context: CommandContext, a: string, b: string): Promise<number> {
  return await withCore(context, 'cli', undefined, async (client) => {
    context.out.emit({ event: 'comparison', ...(await client.call('history.compare', { a, b })) });
    return EXIT.done;
  });
}

/** `history stats`: each board or image with its success rate and median duration. */
export async function runHistoryStats(
  context: CommandContext,
  by: 'board' | 'image',
  filter: HistoryFilter,
): Promise<number> {
  return await withCore(context, 'cli', undefined, async (client) => {
    const stats = await client.call('history.stats', { ...filter, by });
    for (const stat of stats) context.out.emit({ event: 'stat', ...stat });
    if (stats.length === 0) context.out.note(context.out.t('history:historyEmpty'));
    return EXIT.done;
  });
}
