import type { Handlers } from '../../../shared/contract/contract.ts';
import type { historyRequests } from '../../../shared/contract/history-contract.ts';
import type { HistoryDetails } from '../../../shared/contract/history-values.ts';
import { comparePushes } from '../../../shared/report/compare-pushes.ts';
import type { Services } from './services.ts';

type HistoryHandlers = Pick<Handlers, keyof typeof historyRequests>;

/** Requests about the history, its reports, and what is counted. */
export function historyHandlers({ history, reports, metrics }: Services): HistoryHandlers {
  const details = async (pushId: string): Promise<HistoryDetails> => {
    const { push, session } = await history.read(pushId);
    return { push, session, report: push.reportId === null ? null : await reports.find(push.reportId) };
  };
  return {
    'history.list': ({ offset, limit, ...filter }) => history.list(filter, offset, limit),
    'history.read': ({ pushId }) => details(pushId),
    'history.compare': async ({ a, b }) => comparePushes(await history.read(a), await history.read(b)),
    'history.stats': ({ by, ...filter }) => history.stats(by, filter),
    'report.list': () => reports.list(),
    'report.keep': async ({ reportId, keep }) => {
      await reports.keep(reportId, keep);
      return {};
    },
    'report.read': ({ reportId, file }) => reports.read(reportId, file),
    'metrics.read': () => ({ text: metrics.text() }),
  };
}
