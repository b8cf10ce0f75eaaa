import * as z from 'zod';

import { deliverySchema } from '../ota/delivery.ts';
import { PREFLIGHT_NAMES } from '../ota/preflight.ts';
import { OUTCOMES } from '../ota/stage.ts';
import type { PlanBegun, PlanCheck } from '../run/plan-check.ts';
import type { RunView } from '../run/run-view.ts';
import { authorityName } from './certificates-contract.ts';
import { deviceId, imageId, none, path, request, value } from './fields.ts';

const runId = z.string().regex(/^[0-9a-f-]{36}$/);

/** The settings of a push that every update of a run shares. */
const push = z.object({
  override: z.union([z.literal('all'), z.array(z.enum(PREFLIGHT_NAMES))]),
  reset: z.boolean(),
  sendUrl: z.boolean(),
  timeoutMs: z.int().positive().nullable(),
  delivery: deliverySchema.optional(),
  authority: authorityName.optional(),
});

const policy = z.object({
  concurrency: z.int().min(1).max(200),
  canary: z.int().min(0).max(1_000),
  waveSize: z.int().min(1).max(1_000).nullable(),
  errorPercent: z.number().min(0).max(100).nullable(),
  stopAfter: z.int().min(1).nullable(),
  retries: z.int().min(0).max(10),
  retryOn: z.array(z.enum(OUTCOMES)),
});

const planText = z.string().max(1_048_576);

/**
 * A plan from its file; from a text whose paths are relative to `baseDir`; or from a text that comes from another
 * machine, with images of the library by the names that the plan gives them.
 */
const planSource = z.union([
  z.strictObject({ path }),
  z.strictObject({ text: planText, baseDir: path }),
  z.strictObject({
    text: planText,
    fileName: z.string().min(1).max(255),
    imageIds: z.record(z.string(), imageId),
  }),
]);

/** Where a plan comes from. */
export type PlanSource = z.infer<typeof planSource>;

/** Where the report is written; null: among the reports of the data directory. */
const reportDir = z.string().min(1).max(4_096).nullable();
const begun = z.object({ runId: z.string() });

/** Requests about runs of many updates. */
export const runRequests = {
  /** One board, `cycles` updates, the images in turn. */
  'run.soak': request(
    z.object({
      deviceId,
      imageIds: z.array(imageId).min(1).max(10),
      cycles: z.int().min(1).max(100_000),
      stopAfter: z.int().min(1).nullable(),
      pauseMs: z.int().min(0).max(86_400_000),
      /** A command of the system's shell; from the command line alone. */
      between: z.string().min(1).max(4_096).nullable(),
      /** Whether the lines reset the board between two updates. */
      resetBetween: z.boolean(),
      push,
      reportDir,
    }),
    begun,
  ),
  /** Many boards, one image. */
  'run.fleet': request(
    z.object({
      deviceIds: z.array(deviceId).min(1).max(1_000),
      imageId,
      policy,
      push,
      /** Boards of the same chip that are opened later join. */
      joinLater: z.boolean(),
      reportDir,
    }),
    begun,
  ),
  /** Begins a plan. One that is not right begins nothing: `problems` are all that is wrong with it. */
  'run.plan': request(z.object({ plan: planSource, reportDir }), value<PlanBegun>()),
  /** What a plan would do here. */
  'run.planCheck': request(z.object({ plan: planSource }), value<PlanCheck>()),
  /** Plans that are about to begin, and still look for their boards, are called off. */
  'run.planCancel': request(none, none),
  /** A new run of the boards that were not confirmed in an earlier one. */
  'run.again': request(z.object({ runId }), begun),
  'run.pause': request(z.object({ runId, paused: z.boolean() }), none),
  'run.cancel': request(z.object({ runId }), none),
};

export const runStates = {
  /** Keyed by runId: the runs since the program started. */
  run: value<RunView>(),
};
