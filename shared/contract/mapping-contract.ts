import * as z from 'zod';

import type { ErrorPayload } from '../errors.ts';
import type { MappingTest } from '../ota/mapping/try-mappings.ts';
import { none, request, value } from './fields.ts';

/** A file that teaches the lines of a firmware of one's own, as it lies in the data directory. */
export interface MappingEntry {
  readonly file: string;
  /** Null where the file cannot be read; then nothing of it counts. */
  readonly name: string | null;
  readonly rules: number;
  readonly problem: ErrorPayload | null;
}

/** A mapping file has at most this many characters. */
export const MAX_MAPPING_CHARS = 200_000;
/** A log to try mappings on has at most this many. */
export const MAX_TRIED_CHARS = 16 * 1024 * 1024;

const file = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._ -]{0,80}\.ya?ml$/);
const text = z.string().max(MAX_MAPPING_CHARS);

/** Requests about mapping files. */
export const mappingRequests = {
  'mapping.list': request(none, value<readonly MappingEntry[]>()),
  /** Keeps a file under this name, in place of an older one; it counts at once. */
  'mapping.set': request(z.object({ file, text }), value<MappingEntry>()),
  'mapping.remove': request(z.object({ file }), none),
  /** What the lines of a log mean: by this mapping, or by those that are kept where none is given. */
  'mapping.test': request(
    z.object({ log: z.string().max(MAX_TRIED_CHARS), mapping: text.nullable() }),
    value<MappingTest>(),
  ),
} as const;

export const mappingStates = {
  mappings: value<readonly MappingEntry[]>(),
} as const;
