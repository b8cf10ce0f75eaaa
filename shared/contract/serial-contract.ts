import * as z from 'zod';

import type { ErrorPayload } from '../errors.ts';
import { deviceId, none, request, value } from './fields.ts';
import type { InputLines, OutputLines, SerialState } from './serial-values.ts';

/** What can be asked of a board's port beyond opening, closing and resetting. */
export const serialRequests = {
  /** Sets both lines as they are given; the board may reset or wait in its download mode. */
  'board.setLines': request(z.object({ deviceId, dtr: z.boolean(), rts: z.boolean() }), none),
  'board.readLines': request(z.object({ deviceId }), value<OutputLines & InputLines>()),
  /** Restarts the board into the ROM's download mode, by its own sequence where one is set. */
  'board.enterDownload': request(z.object({ deviceId }), none),
  /** Changes the rate of an open port without closing it where the system can. */
  'board.setBaudRate': request(z.object({ deviceId, baudRate: z.int().min(50).max(12_000_000) }), none),
  /** Closes the port and opens it again, for one whose data stopped. */
  'board.reopen': request(z.object({ deviceId }), none),
  /** Puts a piece of advice aside until its cause comes anew. */
  'board.dismissAdvice': request(z.object({ deviceId, code: z.string().max(100) }), none),
} as const;

export const serialStates = {
  /** Keyed by deviceId. */
  serial: value<SerialState>(),
  /** Boards that are plugged in and give no port: a missing driver, or a program that took them. */
  portProblems: value<readonly ErrorPayload[]>(),
} as const;
