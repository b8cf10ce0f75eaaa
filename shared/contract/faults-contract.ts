import * as z from 'zod';

import { FAULT_NAMES, IMAGE_FAULTS } from '../faults/fault.ts';
import type { FaultInfo, FaultRun } from '../faults/fault-values.ts';
import { deviceId, imageId, none, request, value } from './fields.ts';

/** The numbers of a fault that a person may choose. */
export const faultParams = z.object({
  atBytes: z.int().min(1).max(0x1000000).optional(),
  forMs: z.int().min(1).max(120_000).optional(),
  bytesPerSecond: z.int().min(500).max(100_000_000).optional(),
});

/** A fault as a setting of one push. */
export const faultSetting = z.object({
  name: z.enum(FAULT_NAMES),
  params: faultParams,
  /** At most what the descriptor holds with its NUL. */
  version: z.string().min(1).max(31).nullable().default(null),
  fillsSlot: z.boolean().default(false),
  port: z.int().min(0).max(65_535).default(0),
});

/** Images that make a real board fail, by the fault they are for. */
const images = z.partialRecord(z.enum(IMAGE_FAULTS), imageId);

export const faultsRequests = {
  /** Every fault, with what it should do to this board. */
  'faults.list': request(z.object({ deviceId, imageId, images }), value<readonly FaultInfo[]>()),
  /** Runs faults one after the other on a board; `all` are those that can be run on it. */
  'faults.run': request(
    z.object({
      deviceId,
      imageId,
      names: z.union([z.literal('all'), z.array(z.enum(FAULT_NAMES)).min(1).max(FAULT_NAMES.length)]),
      images,
      /** Numbers that somebody chose, by the fault they are for. */
      params: z.partialRecord(z.enum(FAULT_NAMES), faultParams),
      /** Port of the server that misbehaves; 0 takes a free one for each fault. */
      port: z.int().min(0).max(65_535),
    }),
    z.object({ runId: z.string() }),
  ),
  'faults.cancel': request(z.object({ deviceId }), none),
};

/** The optional setting of `push.start`. */
export const pushFault = faultSetting.optional();

export const faultsStates = {
  /** Keyed by deviceId: the running faults of a board, or the last ones since the program started. */
  faults: value<FaultRun>(),
};
