import type { Document, LineCounter } from 'yaml';
import { LineCounter as Lines, parseDocument } from 'yaml';
import type * as z from 'zod';

import { checkPlan } from './check-plan.ts';
import type { Plan, PlanProblem } from './plan.ts';
import { planSchema } from './plan.ts';

export type PlanReading =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly problems: readonly PlanProblem[] };

type Path = readonly PropertyKey[];

/** Reads a plan. Every problem is told with its place; the plan counts only without any. */
export function readPlan(text: string): PlanReading {
  const lines = new Lines();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const broken = document.errors.map((error): PlanProblem => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { line, column: col, code: 'plan/syntax', params: { detail: error.message } };
  });
  if (broken.length > 0) return refused(broken);
  const at = (path: Path): Place => placeOf(document, lines, path);
  const value = plainValue(document);
  if ('problem' in value) return refused([value.problem]);
  const parsed = planSchema.safeParse(value.value ?? {});
  if (!parsed.success) return refused(parsed.error.issues.flatMap((issue) => problemsOf(issue, at)));
  const findings = checkPlan(parsed.data).map(({ path, code, params }) => ({ ...at(path), code, params }));
  return findings.length > 0 ? refused(findings) : { ok: true, plan: parsed.data };
}

type Place = Pick<PlanProblem, 'line' | 'column'>;

function refused(problems: readonly PlanProblem[]): PlanReading {
  return { ok: false, problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

/** A file of aliases upon aliases would grow without end: the parser stops it. */
function plainValue(document: Document): { readonly value: unknown } | { readonly problem: PlanProblem } {
  try {
    return { value: document.toJS({ maxAliasCount: 50 }) };
  } catch (thrown) {
    if (!(thrown instanceof ReferenceError)) throw thrown;
    return { problem: { line: 1, column: 1, code: 'plan/syntax', params: { detail: thrown.message } } };
  }
}

type Issue = z.core.$ZodIssue;

function problemsOf(issue: Issue, at: (path: Path) => Place): PlanProblem[] {
  const { path } = issue;
  const field = path.join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        ...at([...path, key]),
        code: 'plan/unknown-key',
        params: { key, within: field === '' ? 'plan' : field },
      }));
    case 'invalid_union':
      return closest(issue.errors).flatMap((inner) =>
        problemsOf({ ...inner, path: [...path, ...inner.path] }, at),
      );
    case 'invalid_type':
      if (issue.input === undefined && issue.message.includes('undefined'))
        return [{ ...at(path), code: 'plan/missing', params: { key: field } }];
      break;
    default:
  }
  return [{ ...at(path), code: 'plan/wrong-value', params: { key: field, detail: issue.message } }];
}

/** Of several forms the one that was meant: with the fewest complaints, unknown keys counting most. */
function closest(forms: readonly (readonly Issue[])[]): readonly Issue[] {
  const weight = (issues: readonly Issue[]): number =>
    issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? 2 * issue.keys.length : 1), 0);
  return forms.reduce((best, form) => (weight(form) < weight(best) ? form : best));
}

/** Where a value stands, or the nearest thing around it that does. */
function placeOf(document: Document, lines: LineCounter, path: Path): Place {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range = (node as { range?: readonly number[] | null } | undefined)?.range;
    if (range?.[0] !== undefined) {
      const { line, col } = lines.linePos(range[0]);
      return { line, column: col };
    }
  }
  return { line: 1, column: 1 };
}
