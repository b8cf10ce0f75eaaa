import { FAULT_NAMES } from '../faults/fault.ts';
import { isFaultName } from '../faults/fault-table.ts';
import type { YamlFinding } from '../yaml/read-yaml.ts';
import type { PlanStep } from './plan.ts';
import type { PlanParts } from './plan-parts.ts';

type Finding = YamlFinding<'unknown-image' | 'unused-image' | 'contradiction' | 'unknown-fault'>;

/** What the parts of a plan that have their form still cannot mean. */
export function checkPlan(plan: PlanParts): readonly Finding[] {
  const findings: Finding[] = [];
  const used = new Set<string>();
  for (const { index, value: step } of plan.steps) {
    const path = ['steps', index];
    for (const { name, at } of imagesOf(step)) {
      used.add(name);
      if (!Object.hasOwn(plan.images, name))
        findings.push({ path: [...path, ...at], kind: 'unknown-image', params: { image: name } });
    }
    for (const { fault, at } of faultsOf(step))
      if (!isFaultName(fault))
        findings.push({
          path: [...path, ...at],
          kind: 'unknown-fault',
          params: { fault, names: FAULT_NAMES.join(', ') },
        });
    findings.push(
      ...contradictions(step).map((detail) => ({
        path,
        kind: 'contradiction' as const,
        params: { detail },
      })),
    );
  }
  for (const name of plan.allSteps ? Object.keys(plan.images) : [])
    if (!used.has(name))
      findings.push({ path: ['images', name], kind: 'unused-image', params: { image: name } });
  return findings;
}

function imagesOf(
  step: PlanStep,
): readonly { readonly name: string; readonly at: readonly (string | number)[] }[] {
  if ('push' in step) return [{ name: step.push, at: ['push'] }];
  if ('faults' in step) return [{ name: step.faults, at: ['faults'] }];
  return 'soak' in step ? step.soak.map((name, index) => ({ name, at: ['soak', index] })) : [];
}

function faultsOf(
  step: PlanStep,
): readonly { readonly fault: string; readonly at: readonly (string | number)[] }[] {
  if ('push' in step) return step.fault === undefined ? [] : [{ fault: step.fault, at: ['fault'] }];
  if (!('faults' in step)) return [];
  return (step.only ?? []).map((fault, index) => ({ fault, at: ['only', index] }));
}

function contradictions(step: PlanStep): readonly string[] {
  if ('push' in step) {
    const { outcome, code } = step.expect ?? { outcome: 'confirmed', code: null };
    return outcome === 'confirmed' && code !== null ? ['expect.outcome confirmed, expect.code'] : [];
  }
  return 'soak' in step && step.stopAfter > step.cycles ? ['stopAfter, cycles'] : [];
}
