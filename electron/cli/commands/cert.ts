import { rm, writeFile } from 'node:fs/promises';

import type { AuthorityRole } from '../../../shared/contract/certificates-values.ts';
import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import { certificatesEvent } from '../certificate-events.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { lookAtCertificates } from '../read-certificates.ts';

/** An authority as a command line names it: a role or a fingerprint. */
export type AuthorityName = AuthorityRole | (string & {});

/** `cert`: shows the certificates beside whatever program runs; makes them where there are none. */
export async function runCert(
  context: CommandContext,
  exportTo: string | null,
  authority: AuthorityName | null = null,
): Promise<number> {
  const { bench } = await lookAtCertificates(context);
  const { trustedPem } = bench.find(authority);
  context.out.emit(certificatesEvent(bench.state(), context.out.t));
  if (exportTo === null) return EXIT.done;
  await writeOut(exportTo, trustedPem, 0o644);
  context.out.note(context.out.t('cli:exported', { file: exportTo }));
  return EXIT.done;
}

/** Writes a file that somebody asked for. @throws WorkbenchError cert/export-failed */
export async function writeOut(file: string, content: string | Uint8Array, mode: number): Promise<void> {
  try {
    // A file that is there keeps the rights it has; one with keys must not.
    if (mode === 0o600) await rm(file, { force: true });
    await writeFile(file, content, { mode });
  } catch (cause) {
    throw new WorkbenchError('cert/export-failed', { file, detail: messageOf(cause) }, { cause });
  }
}
