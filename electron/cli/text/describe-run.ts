import type { Translator } from '../../../shared/text/translator.ts';
import type { CaseEvent, FleetSummaryEvent, PlanSummaryEvent, SoakSummaryEvent } from '../run-events.ts';
import { duration } from './quantities.ts';

/** What a run came to, in words. */
export function describeRunSummary(
  summary: SoakSummaryEvent | FleetSummaryEvent | PlanSummaryEvent,
  t: Translator,
): string {
  const said = countsOf(summary, t);
  const { report } = summary;
  return report === null ? said : `${said}\n${t('cli:reportLies', { folder: report })}`;
}

/** One case of a plan in a line, and why it is not as expected below it. */
export function describeCase(event: CaseEvent, t: Translator): string {
  const { name, board, passed, outcome, code, expected, message, hint } = event;
  const values = { name, board, expected, was: [outcome, code].filter((part) => part !== null).join(', ') };
  const line = t(passed ? 'cli:casePassed' : 'cli:caseFailed', values);
  return passed ? line : [line, message, hint].filter((part) => part !== null && part !== '').join('\n');
}

function countsOf(summary: SoakSummaryEvent | FleetSummaryEvent | PlanSummaryEvent, t: Translator): string {
  const took = { duration: duration(summary.durationMs) };
  if ('cycles' in summary) {
    const { cycles, confirmed, failed } = summary;
    return t('cli:soakSummary', { cycles, confirmed, failed, ...took });
  }
  if ('boards' in summary) {
    const { boards, confirmed, failed, skipped } = summary;
    return t('cli:fleetSummary', { boards, confirmed, failed, skipped, ...took });
  }
  const { cases, passed, failed, skipped } = summary;
  return t('cli:planSummary', { cases, passed, failed, skipped, ...took });
}
