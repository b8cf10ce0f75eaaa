import type { YamlPlace } from '../yaml/read-yaml.ts';
import { parseYaml, schemaProblems } from '../yaml/read-yaml.ts';
import { checkPlan } from './check-plan.ts';
import type { Plan, PlanProblem } from './plan.ts';
import { planSchema } from './plan.ts';
import type { PlanParts } from './plan-parts.ts';
import { NO_PARTS, planParts } from './plan-parts.ts';

/** Where a value of the file stands. */
export type PlaceOf = (path: readonly PropertyKey[]) => YamlPlace;

/** A plan, or null with what is wrong; `parts` are what can be looked into either way. */
export interface PlanReading {
  readonly plan: Plan | null;
  readonly problems: readonly PlanProblem[];
  readonly parts: PlanParts;
  readonly placeOf: PlaceOf;
}

/** Reads a plan. Every problem is told with its place, of the whole file at once. */
export function readPlan(text: string): PlanReading {
  const parsing = parseYaml(text);
  if (!parsing.ok) {
    const problems = parsing.problems.map(planProblem);
    return { plan: null, problems, parts: NO_PARTS, placeOf: () => ({ line: 1, column: 1 }) };
  }
  const { value, placeOf } = parsing;
  const parsed = planSchema.safeParse(value);
  const parts = planParts(value);
  const findings = checkPlan(parts).map(({ path, kind, params }) => ({ ...placeOf(path), kind, params }));
  const ofForm = parsed.success ? [] : schemaProblems(parsed.error.issues, placeOf);
  const problems = inOrder([...ofForm, ...findings].map(planProblem));
  return { plan: parsed.success && problems.length === 0 ? parsed.data : null, problems, parts, placeOf };
}

/** As one reads the file. */
export function inOrder(problems: readonly PlanProblem[]): readonly PlanProblem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

type Kind = PlanProblem['code'] extends `plan/${infer K}` ? K : never;

function planProblem({
  line,
  column,
  kind,
  params,
}: YamlPlace & { readonly kind: Kind; readonly params: PlanProblem['params'] }): PlanProblem {
  return { line, column, code: `plan/${kind}`, params };
}
