import type { FaultGroup, FaultName } from '../../shared/faults/fault.ts';
import { FAULT_GROUPS } from '../../shared/faults/fault.ts';
import type { FaultInfo, FaultResult, FaultRun } from '../../shared/faults/fault-values.ts';
import { countFaults } from '../../shared/faults/fault-values.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { durationText } from '../text/format.ts';
import type { GlyphName } from '../ui/glyph.tsx';

/** One line of the list: what a fault is, and how it stands in the last run. */
export interface FaultRow {
  readonly name: FaultName;
  readonly info: FaultInfo;
  readonly result: FaultResult | null;
}

/** What the list shows of a group; the findings of the day stand above all others. */
export function rowsOf(
  list: readonly FaultInfo[],
  run: FaultRun | null,
  group: FaultGroup | null,
): readonly FaultRow[] {
  const byName = new Map(run?.results.map((result) => [result.name, result]));
  const rows = list
    .filter((info) => group === null || info.group === group)
    .map((info) => ({ name: info.name, info, result: byName.get(info.name) ?? null }));
  const isFinding = ({ result }: FaultRow): boolean => (result?.finding ?? null) !== null;
  return [...rows.filter(isFinding), ...rows.filter((row) => !isFinding(row))];
}

/** The groups that have a fault in them. */
export function groupsOf(list: readonly FaultInfo[]): readonly FaultGroup[] {
  return FAULT_GROUPS.filter((group) => list.some((info) => info.group === group));
}

/** The codes that are right; `confirmed` in a word. */
export function codesText(t: Translator, codes: readonly string[]): string {
  return codes.map((code) => codeText(t, code)).join(', ');
}

export function codeText(t: Translator, code: string): string {
  return code === 'confirmed' ? t('faults:taken') : code;
}

/** The word for how a fault stands. */
export function stateText(t: Translator, { state }: Pick<FaultResult, 'state'>): string {
  switch (state) {
    case 'queued':
      return t('faults:stateQueued');
    case 'running':
      return t('faults:stateRunning');
    case 'passed':
      return t('faults:statePassed');
    case 'failed':
      return t('faults:stateFailed');
    case 'notRun':
      return t('faults:stateNotRun');
  }
}

/** The silhouette of how a fault stands. */
export function stateGlyph({ state }: Pick<FaultResult, 'state'>): GlyphName {
  const glyphs = {
    queued: 'idle',
    running: 'updating',
    passed: 'confirmed',
    failed: 'failed',
    notRun: 'notKnown',
  } as const;
  return glyphs[state];
}

/** Where a run stands, in one sentence. */
export function runText(t: Translator, run: FaultRun): string {
  const { passed, failed, faults: all } = countFaults(run.results);
  const done = passed + failed;
  if (run.waitingFor === 'reset') return t('faults:pressReset');
  switch (run.state) {
    case 'running': {
      if (run.doing === null) return '';
      const { name, step } = run.doing;
      return t('faults:progress', {
        done,
        all,
        fault: t(`faults:${name}.label`),
        step: t(`faults:step_${step}`),
      });
    }
    case 'cancelled':
      return t('faults:wasCancelled', { done, all });
    case 'stopped':
      return t('faults:wasStopped', { done, all });
    case 'done': {
      const duration = durationText((run.endedAtMs ?? run.startedAtMs) - run.startedAtMs);
      return t(passed === all ? 'faults:doneAll' : 'faults:doneSome', { passed, all, duration });
    }
  }
}
