import * as z from 'zod';

import { LINE_ENDINGS } from '../serial/line-ending.ts';
import { MAX_SEQUENCE_TEXT, parseResetSequence } from '../serial/reset-sequence.ts';
import type { BoardSerialSettings, SerialSettings } from './serial-values.ts';

const sequence = z
  .string()
  .max(MAX_SEQUENCE_TEXT)
  .refine((text) => parseResetSequence(text).ok, 'is no reset sequence')
  .nullable();

const lineEnding = z.enum(LINE_ENDINGS);

/** The group `serial` of the settings. */
export const serialSettingsSchema = z.object({
  lineEnding,
  stallSeconds: z.int().min(0).max(86_400),
  boards: z.record(
    z.string().regex(/^[A-Za-z0-9._-]{1,100}$/),
    z.object({
      resetSequence: sequence,
      downloadSequence: sequence,
      rtscts: z.boolean(),
      lineEnding: lineEnding.nullable(),
    }),
  ),
});

/** Before anyone changed one: the article's program reads its URL up to a line feed. */
export const DEFAULT_SERIAL_SETTINGS: SerialSettings = { lineEnding: 'lf', stallSeconds: 30, boards: {} };

/** A board's port before anything was set for it. */
export const DEFAULT_BOARD_SERIAL: BoardSerialSettings = {
  resetSequence: null,
  downloadSequence: null,
  rtscts: false,
  lineEnding: null,
};
