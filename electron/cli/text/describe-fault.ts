import type { ErrorCode } from '../../../shared/errors.ts';
import type { TextKey, Translator } from '../../../shared/text/translator.ts';
import type { FaultEvent, FaultSummaryEvent } from '../fault-events.ts';
import { duration } from './quantities.ts';

/** One fault: how it ended, and what of it nobody wants to see first of all. */
export function describeFault(event: FaultEvent, t: Translator): string {
  const { name, expected, observed, passed, finding, durationMs, boardSaid, serverSaw } = event;
  const word = t(passed ? 'faults:passed' : 'faults:failed');
  const line = `${word}  ${t(`faults:${name}.label`)} (${name})  ${duration(durationMs)}`;
  if (passed) return `${line}  ${observed ?? ''}`;
  return [
    finding === null ? null : `!! ${t(`faults:finding_${finding}`)}`,
    line,
    `    ${t('faults:expected')}: ${expected.join(', ')}`,
    `    ${t('faults:observed')}: ${observed ?? t('cli:unknown')}`,
    boardSaid === null ? null : `    ${t('faults:boardSaid')}: ${boardSaid}`,
    serverSaw === null ? null : `    ${t('faults:serverSaw')}: ${serverSaw}`,
  ]
    .filter((part) => part !== null)
    .join('\n');
}

/** The findings first, then the counts, then what was not run and why. */
export function describeFaultSummary(event: FaultSummaryEvent, t: Translator): string {
  const { faults, passed, failed, notRun, findings, cancelled, durationMs } = event;
  const reasons = [...new Set(notRun.map(({ code }) => code))];
  return [
    ...findings.map(({ name, finding }) => `!! ${name}: ${t(`faults:finding_${finding}`)}`),
    cancelled ? t('faults:cancelled') : null,
    t('faults:summary', { faults, passed, failed, duration: duration(durationMs) }),
    ...reasons.map((code) => {
      const names = notRun.filter((each) => each.code === code).map(({ name }) => name);
      const why =
        code === null
          ? t('faults:notReached')
          : t(`errors:${code as ErrorCode}.message` as TextKey, { program: '', device: '', file: '' });
      return `${t('faults:notRun')}: ${names.join(', ')}. ${why}`;
    }),
  ]
    .filter((line) => line !== null)
    .join('\n');
}
