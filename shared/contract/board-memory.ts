import * as z from 'zod';

import { STAGES } from '../ota/stage.ts';
import { deviceIdSchema } from './settings.ts';
import type { LastRun } from './values.ts';

/** What the program keeps of a board between its starts; null where nothing is known. */
export interface BoardMemory {
  /** The base MAC it said last: tells two boards apart that are plugged into the same place. */
  readonly mac: string | null;
  /** The version that failed here last, and what ran when that was learned: another app there ends it. */
  readonly lastInvalid: {
    readonly version: string;
    readonly whileRunning: { readonly partition: string | null; readonly version: string | null };
  } | null;
  readonly lastRun: LastRun | null;
}

const text = z.string().nullable();

/** One entry of `boards.json`. */
export const boardMemorySchema: z.ZodType<BoardMemory> = z.object({
  mac: text,
  lastInvalid: z
    .object({ version: z.string(), whileRunning: z.object({ partition: text, version: text }) })
    .nullable(),
  lastRun: z
    .object({
      stages: z.array(z.object({ stage: z.enum(STAGES), atMs: z.number() })),
      durationMs: z.number(),
    })
    .nullable(),
});

/** A board that was never seen. */
export const NO_MEMORY: BoardMemory = { mac: null, lastInvalid: null, lastRun: null };

/** What `boards.json` holds, by deviceId; each entry is checked on its own. */
export const boardMemoriesSchema = z.object({ boards: z.record(deviceIdSchema, z.unknown()) });
