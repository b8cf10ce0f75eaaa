import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Input } from '../../shared/contract/contract.ts';
import { messageOf, WorkbenchError } from '../../shared/errors.ts';
import { liveHolder } from '../core/data/data-lock.ts';
import { createDataDir } from '../core/data/open-data-dir.ts';
import { ownAddresses } from '../core/net/own-addresses.ts';
import { SettingsStore } from '../core/settings/settings-store.ts';
import { AuthorityChanges } from '../core/tls/authority-changes.ts';
import type { BenchCertificates } from '../core/tls/bench-certificates.ts';
import { openBenchCertificates } from '../core/tls/bench-certificates.ts';
import type { CommandContext } from './context.ts';
import { systemClock } from './system-clock.ts';

/** The certificates of the data directory, for commands that only look. */
export interface LookedAt {
  readonly bench: BenchCertificates;
  readonly changes: AuthorityChanges;
  readonly settings: SettingsStore;
}

/**
 * Reads the certificates beside whatever program runs; makes them where there are none.
 * @throws WorkbenchError cert/invalid, cert/server-invalid, data/not-writable
 */
export async function lookAtCertificates(context: CommandContext): Promise<LookedAt> {
  const { dir, certs, settingsFile: file } = createDataDir(context.dataDir);
  const settings = new SettingsStore({ file, clock: systemClock, onDamaged: () => undefined });
  const deps = { dir: certs, clock: systemClock, settings: () => settings.current.trust };
  // Beside a running program its certificates are shown as they are: that program keeps them up to date.
  const alone = liveHolder(dir) === null;
  const bench = await openBenchCertificates(deps, alone);
  if (alone) {
    const ipAddresses = ownAddresses().map(({ address }) => address);
    await bench.ensure({ ipAddresses, dnsNames: [] });
  }
  return { bench, settings, changes: new AuthorityChanges({ ...deps, bench }) };
}

/** @throws WorkbenchError cert/file-missing */
export async function readBroughtPaths(
  paths: readonly string[],
): Promise<Input<'certificates.useBrought'>['files']> {
  return Promise.all(
    paths.map(async (file) => ({ fileName: path.basename(file), bytes: await readBytes(file) })),
  );
}

/** @throws WorkbenchError cert/file-missing */
export async function readBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    throw new WorkbenchError('cert/file-missing', { file, detail: messageOf(cause) }, { cause });
  }
}

/**
 * A password is no argument: every user of a machine may list those. The first line of a file, else the environment's;
 * null without either.
 * @throws WorkbenchError cert/file-missing
 */
export async function readPassword(context: CommandContext, file: string | null): Promise<string | null> {
  if (file === null) return context.world.env.OTA_WORKBENCH_PASSWORD ?? null;
  const text = Buffer.from(await readBytes(file)).toString('utf8');
  return text.split(/\r?\n/, 1)[0] ?? '';
}
