import path from 'node:path';

import { AUTHORITY_ROLES } from '../../../shared/contract/certificates-values.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import { toErrorPayload } from '../../../shared/errors.ts';
import type { Authority } from './authority.ts';
import { broughtAuthority, ownAuthority } from './authority.ts';
import { finishReplacement, previousFolders } from './authority-folders.ts';
import { loadBrought } from './brought/brought-store.ts';
import type { CertificatesDeps } from './certificates.ts';
import { inFolder } from './folder-errors.ts';
import { loadCertificates, openCertificates } from './open-certificates.ts';

/** Everything that boards may trust here, and what of it could not be read. */
export interface Authorities {
  /** The current CA first, then previous ones (latest first), then what was brought along. */
  readonly all: readonly Authority[];
  readonly troubles: readonly ErrorPayload[];
}

/** Where a pair that was brought along is kept. */
export function broughtFolder(dir: string, role: 'brought' | 'public'): string {
  return path.join(dir, role);
}

/**
 * Reads the authorities; makes a CA where the folder has none. What is no CA in use is left out if it is damaged.
 * @param mayWrite False beside a program that has the folder: what a crash left is its to end.
 * @throws WorkbenchError cert/invalid, cert/server-invalid, data/not-writable
 */
export async function openAuthorities(deps: CertificatesDeps, mayWrite: boolean): Promise<Authorities> {
  const { dir } = deps;
  if (mayWrite) await inFolder(dir, () => finishReplacement(dir));
  const all: Authority[] = [ownAuthority('current', await openCertificates(deps))];
  const troubles: ErrorPayload[] = [];
  const attempt = async (read: () => Promise<Authority | null>): Promise<void> => {
    try {
      const found = await read();
      if (found !== null && !all.some((each) => each.sha256Fingerprint === found.sha256Fingerprint))
        all.push(found);
    } catch (thrown) {
      troubles.push(toErrorPayload(thrown));
    }
  };
  for (const folder of await previousFolders(dir)) {
    await attempt(async () => {
      const found = await loadCertificates({ ...deps, dir: folder });
      return found && ownAuthority('previous', found);
    });
  }
  for (const role of AUTHORITY_ROLES) {
    if (role !== 'brought' && role !== 'public') continue;
    await attempt(async () => {
      const pair = await loadBrought(broughtFolder(dir, role));
      return pair && broughtAuthority(role, pair);
    });
  }
  return { all, troubles };
}
