import * as z from 'zod';

import { caseSchema, certificatesSchema } from './case-schema.ts';

/** What a report is of; `push` has one case. */
export const REPORT_KINDS = ['push', 'soak', 'fleet', 'plan', 'faults'] as const;

const program = z.object({
  name: z.string(),
  version: z.string(),
  shell: z.string(),
  node: z.string(),
  electron: z.string().nullable(),
  platform: z.string(),
  osRelease: z.string(),
  arch: z.string(),
  /** The TLS library of the server; reports of earlier versions have none. */
  openssl: z.string().nullable().default(null),
});

/** The whole of `report.json`; `report.schema.json` beside this file is made from it. */
export const reportSchema = z.object({
  schema: z.literal('ota-workbench/report/1'),
  /** Name of the report's folder. */
  reportId: z.string().regex(/^[A-Za-z0-9._-]{1,120}$/),
  kind: z.enum(REPORT_KINDS),
  title: z.string(),
  /** `running` in a finished file: the program ended before the run did. */
  state: z.enum(['running', 'ended']),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** Why a run began no more cases; null where it went to its end, and in reports of earlier versions. */
  stopped: z.enum(['canary', 'errorPercent', 'stopAfter', 'cancelled']).nullable().default(null),
  writtenAt: z.iso.datetime(),
  summary: z.object({
    cases: z.int().nonnegative(),
    confirmed: z.int().nonnegative(),
    notConfirmed: z.int().nonnegative(),
    open: z.int().nonnegative(),
    durationMs: z.number().nullable(),
  }),
  /** What the run was asked to do. */
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable()),
  program,
  /** What boards without a choice of their own were shown; of one update what its board was. */
  certificates: certificatesSchema.nullable(),
  cases: z.array(caseSchema),
});

export type Report = z.infer<typeof reportSchema>;
export type ReportKind = Report['kind'];
export type ReportProgram = Report['program'];
export type ReportCertificates = NonNullable<Report['certificates']>;

/** The published JSON Schema (draft 2020-12) of `report.json`. */
export function reportJsonSchema(): unknown {
  return { title: 'OTA Workbench report', ...z.toJSONSchema(reportSchema) };
}
