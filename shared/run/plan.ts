import * as z from 'zod';

import { PREFLIGHT_NAMES } from '../ota/preflight.ts';
import { OUTCOMES } from '../ota/stage.ts';

/** `90`, `90s`, `5m`, `1h`, `250ms`: milliseconds. */
const duration = z
  .union([z.number().nonnegative(), z.string().regex(/^\d+(?:\.\d+)?(?:ms|s|m|h)$/, 'duration')])
  .transform(toMs);

/** What a plan calls an image. */
export const planImageName = z.string().regex(/^[A-Za-z0-9._-]{1,60}$/, 'name');

/** Which boards a plan is for: by port, by identity, by chip (every board of it that is here), or a virtual one. */
export const planBoardSchema = z.union([
  z.strictObject({ port: z.string().min(1), baud: z.int().min(50).max(12_000_000).optional() }),
  z.strictObject({ device: z.string().min(1) }),
  /** `reset`: boards that have not said what they are may be reset through their lines. */
  z.strictObject({ chip: z.string().min(1), reset: z.boolean().default(false) }),
  z.strictObject({ virtual: z.string().regex(/^[A-Za-z0-9._-]{1,40}$/, 'name') }),
]);

const policy = z.strictObject({
  concurrency: z.int().min(1).max(200).optional(),
  canary: z.int().min(0).optional(),
  waveSize: z.int().min(1).optional(),
  errorPercent: z.number().min(0).max(100).optional(),
  stopAfter: z.int().min(1).optional(),
  retries: z.int().min(0).max(10).optional(),
  retryOn: z.array(z.enum(OUTCOMES)).optional(),
});

const expectation = z.union([
  z.enum(OUTCOMES).transform((outcome) => ({ outcome, code: null })),
  z.strictObject({ outcome: z.enum(OUTCOMES), code: z.string().min(1).nullable().default(null) }),
]);

const pushOptions = {
  reset: z.boolean().default(false),
  timeout: duration.optional(),
  force: z.union([z.literal('all'), z.array(z.enum(PREFLIGHT_NAMES))]).default([]),
};

/** One thing that is done with every board. */
export const planStepSchema = z.union([
  z.strictObject({
    push: planImageName,
    fault: z.string().min(1).optional(),
    /** Left out: what the fault lab expects of the fault; without one, `confirmed`. */
    expect: expectation.optional(),
    ...pushOptions,
  }),
  z.strictObject({
    soak: z.array(planImageName).min(1).max(10),
    cycles: z.int().min(1).max(100_000),
    stopAfter: z.int().min(1).default(1),
    pause: duration.default(0),
    between: z.string().min(1).optional(),
    ...pushOptions,
  }),
  z.strictObject({
    faults: planImageName,
    only: z.array(z.string().min(1)).optional(),
    reset: z.boolean().default(false),
  }),
  z.strictObject({ wait: duration }),
  z.strictObject({ resetBoards: z.literal(true) }),
  z.strictObject({ command: z.string().min(1), timeout: duration.default(60_000) }),
]);

/** A run as a file says it. */
export const planSchema = z.strictObject({
  name: z.string().min(1).max(120),
  /** Names for files; paths are relative to the plan. */
  images: z.record(planImageName, z.string().min(1)),
  boards: z.array(planBoardSchema).min(1),
  policy: policy.default({}),
  steps: z.array(planStepSchema).min(1).max(1_000),
});

export type Plan = z.infer<typeof planSchema>;
export type PlanBoard = Plan['boards'][number];
export type PlanStep = Plan['steps'][number];

/** Something is wrong with a plan, and where. Lines and columns count from 1. */
export interface PlanProblem {
  readonly line: number;
  readonly column: number;
  readonly code: PlanProblemCode;
  readonly params: Readonly<Record<string, string | number>>;
}

export type PlanProblemCode =
  | 'plan/syntax'
  | 'plan/unknown-key'
  | 'plan/missing'
  | 'plan/wrong-value'
  | 'plan/unknown-image'
  | 'plan/unused-image'
  | 'plan/contradiction'
  | 'plan/unknown-fault'
  | 'plan/image-file'
  | 'plan/no-board'
  | 'plan/silent-board'
  | 'plan/command';

function toMs(given: string | number): number {
  if (typeof given === 'number') return given * 1_000;
  const [, digits = '0', unit = 's'] = /^([\d.]+)(ms|s|m|h)$/.exec(given) ?? [];
  return Number(digits) * ({ ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[unit] ?? 1_000);
}
