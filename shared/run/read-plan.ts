import type { YamlPlace } from '../yaml/read-yaml.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { checkPlan } from './check-plan.ts';
import type { Plan, PlanProblem } from './plan.ts';
import { planSchema } from './plan.ts';

export type PlanReading =
  | { readonly ok: true; readonly plan: Plan; readonly placeOf: (path: readonly PropertyKey[]) => YamlPlace }
  | { readonly ok: false; readonly problems: readonly PlanProblem[] };

/** Reads a plan. Every problem is told with its place; the plan counts only without any. */
export function readPlan(text: string): PlanReading {
  const reading = readYaml(text, planSchema, checkPlan);
  if (reading.ok) return { ok: true, plan: reading.value, placeOf: reading.placeOf };
  const problems = reading.problems.map(({ line, column, kind, params }): PlanProblem => {
    return { line, column, code: `plan/${kind}`, params };
  });
  return { ok: false, problems };
}
