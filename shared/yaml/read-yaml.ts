import type { Document, LineCounter } from 'yaml';
import { LineCounter as Lines, parseDocument } from 'yaml';
import type * as z from 'zod';

/** Something is wrong with a file, and where. Lines and columns count from 1. */
export interface YamlProblem<Kind extends string = YamlProblemKind> {
  readonly line: number;
  readonly column: number;
  readonly kind: Kind;
  readonly params: Readonly<Record<string, string | number>>;
}

export type YamlProblemKind = 'syntax' | 'unknown-key' | 'missing' | 'wrong-value';

export type YamlReading<T, Kind extends string> =
  | { readonly ok: true; readonly value: T; readonly placeOf: (path: readonly PropertyKey[]) => YamlPlace }
  | { readonly ok: false; readonly problems: readonly YamlProblem<Kind>[] };

/** What a file of the right form still cannot mean; `path` leads to the value. */
export interface YamlFinding<Kind extends string> {
  readonly path: readonly (string | number)[];
  readonly kind: Kind;
  readonly params: Readonly<Record<string, string | number>>;
}

type Path = readonly PropertyKey[];

/** Where a value stands, or the nearest thing around it that does; both count from 1. */
export type YamlPlace = Pick<YamlProblem, 'line' | 'column'>;

/** A file as plain values, of whatever form. */
export type YamlParsing =
  | { readonly ok: true; readonly value: unknown; readonly placeOf: (path: Path) => YamlPlace }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

/** Reads YAML of a schema. Every problem is told with its place, in the order of the file; a value counts only without any. */
export function readYaml<S extends z.ZodType, Kind extends string = never>(
  text: string,
  schema: S,
  check: (value: z.infer<S>) => readonly YamlFinding<Kind>[],
): YamlReading<z.infer<S>, YamlProblemKind | Kind> {
  const parsing = parseYaml(text);
  if (!parsing.ok) return parsing;
  const { value, placeOf: at } = parsing;
  const parsed = schema.safeParse(value);
  if (!parsed.success) return refused(schemaProblems(parsed.error.issues, at));
  const findings = check(parsed.data).map(({ path, kind, params }) => ({ ...at(path), kind, params }));
  return findings.length > 0 ? refused(findings) : { ok: true, value: parsed.data, placeOf: at };
}

/** Reads YAML of any form; an empty file is an empty mapping. */
export function parseYaml(text: string): YamlParsing {
  const lines = new Lines();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const broken = document.errors.map((error): YamlProblem => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { line, column: col, kind: 'syntax', params: { detail: error.message } };
  });
  if (broken.length > 0) return refused(broken);
  const at = (path: Path): YamlPlace => placeOf(document, lines, path);
  const plain = plainValue(document);
  if ('problem' in plain) return refused([plain.problem]);
  return { ok: true, value: plain.value ?? {}, placeOf: at };
}

/** What a schema says of a value, by line and column. */
export function schemaProblems(
  issues: readonly Issue[],
  placeOf: (path: Path) => YamlPlace,
): readonly YamlProblem[] {
  return issues.flatMap((issue) => problemsOf(issue, placeOf));
}

function refused<Kind extends string>(problems: readonly YamlProblem<Kind>[]) {
  return {
    ok: false,
    problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column),
  } as const;
}

/** A file of aliases upon aliases would grow without end: the parser stops it. */
function plainValue(document: Document): { readonly value: unknown } | { readonly problem: YamlProblem } {
  try {
    return { value: document.toJS({ maxAliasCount: 50 }) };
  } catch (thrown) {
    if (!(thrown instanceof ReferenceError)) throw thrown;
    return { problem: { line: 1, column: 1, kind: 'syntax', params: { detail: thrown.message } } };
  }
}

type Issue = z.core.$ZodIssue;

function problemsOf(issue: Issue, at: (path: Path) => YamlPlace): YamlProblem[] {
  const { path } = issue;
  const field = path.join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        ...at([...path, key]),
        kind: 'unknown-key',
        params: { key, within: field === '' ? 'file' : field },
      }));
    case 'invalid_union':
      return closest(issue.errors).flatMap((inner) =>
        problemsOf({ ...inner, path: [...path, ...inner.path] }, at),
      );
    case 'invalid_type':
      if (issue.input === undefined && issue.message.includes('undefined'))
        return [{ ...at(path), kind: 'missing', params: { key: field } }];
      break;
    default:
  }
  return [{ ...at(path), kind: 'wrong-value', params: { key: field, detail: issue.message } }];
}

/** Of several forms the one that was meant: with the fewest complaints, unknown keys counting most. */
function closest(forms: readonly (readonly Issue[])[]): readonly Issue[] {
  const weight = (issues: readonly Issue[]): number =>
    issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? 2 * issue.keys.length : 1), 0);
  return forms.reduce((best, form) => (weight(form) < weight(best) ? form : best));
}

/** Where a value stands, or the nearest thing around it that does. */
function placeOf(document: Document, lines: LineCounter, path: Path): YamlPlace {
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
