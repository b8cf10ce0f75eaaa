import * as z from 'zod';

import { OUTCOMES, STAGES } from '../ota/stage.ts';

const text = z.string().nullable();
const ms = z.number();
const bytes = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const values = z.record(z.string(), z.union([z.string(), z.number()]));

const certificate = z.object({ sha256Fingerprint: z.string(), notAfter: z.string() });

/** Fingerprints of what was served, and of what has to be trusted for it; never a key. */
export const certificatesSchema = z.object({
  ca: certificate,
  server: certificate.extend({ dnsNames: z.array(z.string()), ipAddresses: z.array(z.string()) }),
});

const board = z.object({
  deviceId: z.string(),
  name: z.string(),
  port: z.string(),
  virtual: z.boolean(),
  chip: text,
  chipRevision: text,
  mac: text,
  ipv4: text,
  idfVersion: text,
  otaProgram: text,
});

const image = z.object({
  fileName: z.string(),
  projectName: text,
  version: text,
  idfVersion: text,
  chip: text,
  builtAt: text,
  sizeBytes: bytes,
  secureVersion: z.int().nullable(),
  fileSha256: sha256,
  partitionSha256: sha256.nullable(),
  appendedSha256: sha256.nullable(),
  appElfSha256: sha256.nullable(),
});

/** What ran, or should run. */
const running = z.object({
  partition: text,
  offset: z.int().nullable(),
  version: text,
  sha256: text,
  /** As many digits as the board prints. Reports of earlier versions have neither. */
  elfSha256: text.default(null),
  otaState: text.default(null),
});

/** A line in its own words; `at` is the host's clock. */
const said = z.object({ text: z.string(), at: z.iso.datetime() }).nullable();

/** Sentence and next step in one language. */
const words = z.object({ message: z.string(), hint: z.string() });

const stage = z.object({
  stage: z.enum(STAGES),
  /** Milliseconds since the case began. */
  atMs: ms,
  source: z.enum(['board', 'server', 'workbench']),
  evidence: z.string(),
});

const check = z.object({
  name: z.string(),
  result: z.enum(['passed', 'warned', 'failed', 'notKnown']),
  overridden: z.boolean(),
  params: values,
  readFrom: z.string(),
  code: z.string(),
});

const progress = z.object({
  totalBytes: bytes,
  bytesAre: z.enum(['handed', 'delivered']),
  /** When the board had written the whole image, in milliseconds since the case began. */
  writtenAtMs: ms.nullable(),
  samples: z.array(z.object({ atMs: ms, deliveredBytes: bytes.nullable(), writtenBytes: bytes.nullable() })),
});

/**
 * Exact bytes of the board's log from `fromOffset` to `toOffset`; `missingBytes` never reached the disk. It begins with
 * the board's start before the update, which says what ran then; the update begins at `pushOffset`.
 */
const boardLog = z.object({
  file: z.string(),
  fromOffset: bytes,
  /** Null in reports of earlier versions, whose log begins there. */
  pushOffset: bytes.nullable().default(null),
  toOffset: bytes,
  bytes,
  missingBytes: bytes,
});

/** What a plan expects of the case, and whether it came so; null where `confirmed` alone is right. */
const expectation = z
  .object({ outcome: z.enum(OUTCOMES).nullable(), codes: z.array(z.string()), met: z.boolean().nullable() })
  .nullable();

const serverLog = z.object({ file: z.string(), events: bytes });

/** One update, or one step of a run: what was asked for, what happened, and what that rests on. */
export const caseSchema = z.object({
  caseId: z.string().regex(/^[A-Za-z0-9._-]{1,80}$/),
  name: z.string(),
  pushId: text,
  /** Null while it runs, and for one that was not begun. */
  outcome: z.enum(OUTCOMES).nullable(),
  code: text,
  params: values,
  words: z.object({ en: words, 'zh-CN': words }).nullable(),
  proof: z.enum(['digest', 'elf', 'version']).nullable(),
  equalDigestBytes: z.int().min(0).max(32).nullable(),
  lessCertain: z.boolean(),
  startedAt: z.iso.datetime().nullable(),
  durationMs: ms.nullable(),
  board: board.nullable(),
  image: image.nullable(),
  url: text,
  before: running,
  expected: running,
  /** Reports of earlier versions have none. */
  expectation: expectation.default(null),
  /** What this board was shown; null where nothing was, and in reports of earlier versions. */
  certificates: certificatesSchema.nullable().default(null),
  after: running,
  boardSaid: said,
  serverSaw: said,
  stages: z.array(stage),
  preflight: z.array(check),
  overridden: z.array(z.string()),
  progress: progress.nullable(),
  /** What a run measured in this case: free heap, RSSI, …; the name ends in its unit. */
  measured: z.record(z.string(), z.number().nullable()),
  logs: z.object({ board: boardLog.nullable(), server: serverLog.nullable() }),
});

export type ReportCase = z.infer<typeof caseSchema>;
export type ReportExpectation = NonNullable<z.infer<typeof expectation>>;
export type ReportRunning = z.infer<typeof running>;
export type ReportSample = z.infer<typeof progress>['samples'][number];
