import * as z from 'zod';

import type { SelfTest } from '../ota/self-test.ts';
import { fileWithBytes, request, value } from './fields.ts';
import type { FirmwareTrust } from './trust-values.ts';

/** Requests about whether boards accept this server. */
export const trustRequests = {
  /** Of an app image or the ELF it was made from: the certificates in it, and whether ours is among them. */
  'certificates.inFirmware': request(fileWithBytes, value<FirmwareTrust>()),
  /** A TLS connection of our own to the server under a host, judged by the rules of every release; it is started where it is off. */
  'certificates.selfTest': request(
    z.object({ host: z.string().min(1).max(253).nullable() }),
    value<SelfTest>(),
  ),
} as const;
