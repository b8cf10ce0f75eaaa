import type { ErrorPayload } from '../../errors.ts';
import type { Mapping } from './mapping.ts';
import { readMapping } from './read-mapping.ts';

export type MappingFile =
  | { readonly ok: true; readonly mapping: Mapping }
  /** Every problem with its place; the first of them stands first in the file. */
  | { readonly ok: false; readonly errors: readonly [ErrorPayload, ...ErrorPayload[]] };

/** Reads a mapping file that is called `file` in what is said of it. */
export function readMappingFile(file: string, text: string): MappingFile {
  const reading = readMapping(text);
  if (reading.ok) return { ok: true, mapping: reading.value };
  const [first, ...more] = reading.problems.map(({ line, column, kind, params }): ErrorPayload => {
    return { code: `mapping/${kind}`, params: { file, line, column, ...params } };
  });
  const unsaid: ErrorPayload = { code: 'mapping/syntax', params: { file, line: 1, column: 1, detail: '' } };
  return { ok: false, errors: [first ?? unsaid, ...more] };
}
