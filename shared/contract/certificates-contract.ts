import * as z from 'zod';

import { fingerprint } from './certificates-settings.ts';
import type { BroughtFindings, FirmwareLines } from './certificates-values.ts';
import { AUTHORITY_ROLES, LEAF_KINDS, TRUST_KINDS } from './certificates-values.ts';
import { deviceId, none, request, value } from './fields.ts';

/** An authority by its role or by its fingerprint. */
export const authorityName = z.union([z.enum(AUTHORITY_ROLES), fingerprint]);

const MAX_FILE_BYTES = 1024 * 1024;
const bytes = z.instanceof(Uint8Array).refine((given) => given.length <= MAX_FILE_BYTES, 'is too large');
const password = z.string().max(1_000);
/** Certificate, key and CA in any number of files, in any order. */
const brought = z.object({
  files: z
    .array(z.object({ fileName: z.string().min(1).max(1_000), bytes }))
    .min(1)
    .max(20),
  /** Opens what is encrypted among them. */
  password: password.nullable(),
  as: z.enum(['brought', 'public']),
});

/** What can be asked of the certificates. Passwords and files are kept nowhere but in `certs/`. */
export const certificatesRequests = {
  /** What a firmware embeds: of the authority in use where none is named. */
  'certificates.caPem': request(
    z.object({ authority: authorityName.optional() }),
    z.object({ fileName: z.string(), pem: z.string() }),
  ),
  /**
   * Makes a new CA, which is current from now on. The old one goes on: boards that are known, and those that it was
   * chosen for, are shown its certificate until another is chosen for them.
   */
  'certificates.rotate': request(
    none,
    z.object({ current: fingerprint, previous: fingerprint, boards: z.array(z.string()) }),
  ),
  /** Forgets previous CAs and their keys: this one, or all. Boards that trust them can no longer be served. */
  'certificates.dropPrevious': request(z.object({ authority: fingerprint.optional() }), none),
  /** PKCS#12 with all CAs of this program, their keys encrypted with the password (8 characters or more). */
  'certificates.backup': request(
    z.object({ password }),
    z.object({ fileName: z.string(), bytes: z.instanceof(Uint8Array) }),
  ),
  /** The CAs of a backup are this bench's; what was current here goes on as a previous one. */
  'certificates.restore': request(
    z.object({ bytes, password }),
    z.object({ current: fingerprint, previous: z.array(fingerprint) }),
  ),
  /** Reads files and says what boards would say to them; nothing is kept. */
  'certificates.inspectBrought': request(brought, value<BroughtFindings>()),
  /** Keeps the files. What warns is taken with `acceptWarnings` alone; `certificates.useTrust` puts them to use. */
  'certificates.useBrought': request(
    brought.extend({ acceptWarnings: z.boolean() }),
    value<BroughtFindings>(),
  ),
  /** Which certificate boards without a choice are shown, from the next handshake on. */
  'certificates.useTrust': request(z.object({ trust: z.enum(TRUST_KINDS) }), none),
  /** What is left out stays. A new kind of leaf is issued at once. */
  'certificates.setOptions': request(
    z.object({
      leaf: z.enum(LEAF_KINDS).optional(),
      smallRecords: z.boolean().optional(),
      chain: z.enum(['full', 'leaf']).optional(),
    }),
    none,
  ),
  /** Issues the server certificates of the own CAs again, for the names they have. Running downloads go on. */
  'certificates.reissue': request(none, none),
  'certificates.firmwareLines': request(z.object({ trust: z.enum(TRUST_KINDS) }), value<FirmwareLines>()),
  /**
   * Which authority the board's firmware trusts; null: as all others. A board that is not open is named by its
   * `nameKey`, as `authorities` lists it.
   */
  'certificates.setAuthority': request(z.object({ deviceId, authority: authorityName.nullable() }), none),
} as const;
