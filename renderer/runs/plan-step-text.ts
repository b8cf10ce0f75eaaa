import { expectationText } from '../../shared/report/case-passed.ts';
import type { PlanStep } from '../../shared/run/plan.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { durationWords } from '../text/format.ts';

/** A step of a plan in words: what is done, and under which conditions. */
export interface StepText {
  readonly what: string;
  readonly details: readonly string[];
}

export function stepText(t: Translator, step: PlanStep): StepText {
  if ('wait' in step) return plain(t('runs:stepWait', { duration: durationWords(t, step.wait) }));
  if ('resetBoards' in step) return plain(t('runs:stepReset'));
  if ('command' in step) return plain(t('runs:stepCommand', { command: step.command }));
  const before = step.reset ? [t('runs:stepResetBefore')] : [];
  if ('faults' in step) {
    const names = step.only?.join(', ') ?? t('runs:stepFaultsAll');
    return { what: t('runs:stepFaults', { image: step.faults, names }), details: before };
  }
  const forced = step.force === 'all' || step.force.length > 0 ? [t('runs:stepForce')] : [];
  if ('soak' in step) {
    const { soak, cycles: count, stopAfter } = step;
    const stops = t('runs:stepStopAfter', { count: stopAfter });
    return {
      what: t('runs:stepSoak', { count, images: soak.join(', ') }),
      details: [...before, ...forced, stops],
    };
  }
  const { push: image, fault } = step;
  const what =
    fault === undefined ? t('runs:stepPush', { image }) : t('runs:stepPushFault', { image, fault });
  return { what, details: [expectationOf(t, step), ...before, ...forced] };
}

function plain(what: string): StepText {
  return { what, details: [] };
}

function expectationOf(
  t: Translator,
  { expect, fault }: Extract<PlanStep, { readonly push: string }>,
): string {
  if (expect === undefined && fault !== undefined) return t('runs:expectsLab');
  const { outcome, code } = expect ?? { outcome: 'confirmed' as const, code: null };
  const expected = expectationText({ outcome, codes: code === null ? [] : [code] });
  return t('runs:expects', { expected });
}
