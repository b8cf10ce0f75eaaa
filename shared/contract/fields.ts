import * as z from 'zod';

import { deviceIdSchema } from './settings.ts';

/** The parts that requests of the contract are made of. */
export const none = z.object({});
export const deviceId = deviceIdSchema;
/** The SHA-256 of an image's file. */
export const imageId = z.string().regex(/^[0-9a-f]{64}$/);

/** A path of this machine; whether the shell takes it is the core's to say. */
export const path = z
  .string()
  .min(1)
  .max(4_096)
  .refine((given) => !given.includes('\0'), 'has a NUL character');
export const fileWithBytes = z.object({
  fileName: z.string().min(1).max(1_000),
  bytes: z.instanceof(Uint8Array),
});

/** A request and its answer; the answer is the core's own and not checked again. */
export const request = <I extends z.ZodType, O>(input: I, output: z.ZodType<O>) => ({ input, output });
export const value = <T>() => z.custom<T>((given) => given !== undefined);
