import * as z from 'zod';

import { LOG_STAMPS } from './log-values.ts';

/** Tones of the lines that a rule lights up. */
export const HIGHLIGHT_TONES = ['accent', 'ok', 'warn', 'err'] as const;

/** How logs are shown and kept. */
export interface LogSettings {
  readonly stamps: (typeof LOG_STAMPS)[number];
  readonly wrap: boolean;
  readonly fontPx: number;
  /** Text that is lit up wherever it stands; upper and lower case are the same. */
  readonly highlights: readonly { readonly text: string; readonly tone: (typeof HIGHLIGHT_TONES)[number] }[];
  /** Of each board's raw log; the oldest segments go first. */
  readonly maxMegabytes: number;
  readonly maxAgeDays: number;
}

/** The group `log` of the settings. */
export const logSettingsSchema = z.object({
  stamps: z.enum(LOG_STAMPS),
  wrap: z.boolean(),
  fontPx: z.int().min(8).max(24),
  highlights: z.array(z.object({ text: z.string().min(1).max(200), tone: z.enum(HIGHLIGHT_TONES) })).max(50),
  maxMegabytes: z.int().min(64).max(1_000_000),
  maxAgeDays: z.int().min(1).max(3_650),
});

/** 4 GiB and half a year for each board. */
export const DEFAULT_LOG_SETTINGS: LogSettings = {
  stamps: 'host',
  wrap: false,
  fontPx: 11,
  highlights: [],
  maxMegabytes: 4_096,
  maxAgeDays: 180,
};
