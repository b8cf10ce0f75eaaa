import * as z from 'zod';

/** What a line of one's own firmware may mean to an update; each names the groups that its pattern must have. */
export const MAPPED_EVENTS = {
  readyForUrl: [],
  connectFailed: [],
  otaBegan: [],
  written: ['bytes'],
  totalWritten: ['bytes'],
  runningVersion: ['version'],
  newVersion: ['version'],
  refusedSameVersion: [],
  refusedLastInvalidVersion: [],
  httpError: ['status'],
  readError: [],
  incomplete: [],
  imageCorrupt: [],
  fatal: [],
  restarting: [],
  digest: ['sha256'],
  appVersion: ['version'],
  elfSha256: ['prefix'],
  address: ['ipv4'],
  diagnosticsStarted: [],
  diagnosticsFailed: [],
  appConfirmed: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type MappedEventName = keyof typeof MAPPED_EVENTS;

const names = Object.keys(MAPPED_EVENTS) as [MappedEventName, ...MappedEventName[]];

/** A file that teaches the lines of a firmware of one's own. Rules are tried in their order, before ESP-IDF's. */
export const mappingSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9._ -]{1,60}$/, 'name'),
  rules: z
    .array(
      z.strictObject({
        /** The line's tag; any where left out. */
        tag: z.string().min(1).max(60).optional(),
        /** RE2 syntax, on the text behind the tag; groups as `(?<bytes>\d+)`. */
        match: z.string().min(1).max(500),
        event: z.enum(names),
      }),
    )
    .min(1)
    .max(200),
});

export type Mapping = z.infer<typeof mappingSchema>;
