import * as z from 'zod';

import type { TrustSettings } from './certificates-values.ts';
import { LEAF_KINDS, TRUST_KINDS } from './certificates-values.ts';

/** SHA-256 of a certificate, 64 lower-case hex digits. */
export const fingerprint = z.string().regex(/^[0-9a-f]{64}$/);

export const trustSettingsSchema = z.object({
  use: z.enum(TRUST_KINDS),
  leaf: z.enum(LEAF_KINDS),
  smallRecords: z.boolean(),
  chain: z.enum(['full', 'leaf']),
  authorityOf: z.record(z.string().regex(/^[A-Za-z0-9._-]{1,100}$/), fingerprint),
});

/** Every board trusts this program's own CA; RSA is what every ESP-IDF takes. */
export const DEFAULT_TRUST_SETTINGS: TrustSettings = {
  use: 'own',
  leaf: 'rsa2048',
  smallRecords: false,
  chain: 'full',
  authorityOf: {},
};
