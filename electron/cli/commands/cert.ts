import { writeFile } from 'node:fs/promises';

import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import { createDataDir } from '../../core/data/open-data-dir.ts';
import { openCertificates } from '../../core/tls/open-certificates.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { systemClock } from '../system-clock.ts';

/** `cert`: shows the certificates beside whatever program runs; makes them where there are none. */
export async function runCert(context: CommandContext, exportTo: string | null): Promise<number> {
  const { certs } = createDataDir(context.dataDir);
  const certificates = await openCertificates({ dir: certs, clock: systemClock });
  context.out.emit({ event: 'certificates', ...certificates.state() });
  if (exportTo === null) return EXIT.done;
  try {
    await writeFile(exportTo, certificates.caPem());
  } catch (cause) {
    throw new WorkbenchError('cert/export-failed', { file: exportTo, detail: messageOf(cause) }, { cause });
  }
  context.out.emit({ event: 'exported', file: exportTo });
  return EXIT.done;
}
