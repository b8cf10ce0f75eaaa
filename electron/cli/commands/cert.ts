import { writeFile } from 'node:fs/promises';

import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import { liveHolder } from '../../core/data/data-lock.ts';
import { createDataDir } from '../../core/data/open-data-dir.ts';
import { ownAddresses } from '../../core/net/own-addresses.ts';
import { openCertificates } from '../../core/tls/open-certificates.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { systemClock } from '../system-clock.ts';

/** `cert`: shows the certificates beside whatever program runs; makes them where there are none. */
export async function runCert(context: CommandContext, exportTo: string | null): Promise<number> {
  const { dir, certs } = createDataDir(context.dataDir);
  const certificates = await openCertificates({ dir: certs, clock: systemClock });
  // Beside a running program its certificate is shown as it is: that program keeps it up to date.
  if (liveHolder(dir) === null) {
    const ipAddresses = ownAddresses().map(({ address }) => address);
    await certificates.ensure({ ipAddresses, dnsNames: [] });
  }
  context.out.emit({ event: 'certificates', ...certificates.state() });
  if (exportTo === null) return EXIT.done;
  try {
    await writeFile(exportTo, certificates.caPem());
  } catch (cause) {
    throw new WorkbenchError('cert/export-failed', { file: exportTo, detail: messageOf(cause) }, { cause });
  }
  context.out.note(context.out.t('cli:exported', { file: exportTo }));
  return EXIT.done;
}
