import { readFileSync } from 'node:fs';
import path from 'node:path';

import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import { reportSchema } from '../../../shared/report/report-schema.ts';
import { dataPaths } from '../../core/data/data-paths.ts';
import { SIGNING_KEY_FILE } from '../../core/report/open-evidence.ts';
import { knownKeyId, publicKeyId } from '../../core/report/signing-key.ts';
import { verifyReport } from '../../core/report/verify-report.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { withCore } from '../with-core.ts';

/** `report list`: where each report lies, the newest first. */
export async function runReportList(context: CommandContext): Promise<number> {
  return await withCore(context, 'cli', undefined, async (client) => {
    const reports = await client.call('report.list', {});
    for (const report of reports) context.out.emit({ event: 'report', ...report });
    if (reports.length === 0) context.out.note(context.out.t('history:noReports'));
    return EXIT.done;
  });
}

/** `report show`: what a report says. */
export async function runReportShow(context: CommandContext, reportId: string): Promise<number> {
  return await withCore(context, 'cli', undefined, async (client) => {
    const { bytes } = await client.call('report.read', { reportId, file: 'report.json' });
    const parsed = reportSchema.safeParse(jsonOf(bytes));
    if (!parsed.success) {
      const detail = parsed.error.issues[0]?.message ?? 'it is no report';
      throw new WorkbenchError('report/unreadable', { file: reportId, detail });
    }
    context.out.emit({ event: 'reportContent', report: parsed.data });
    return EXIT.done;
  });
}

/**
 * `report verify`: a folder or zip against its list of digests and its signature; exit 0 as it was written, 1 altered,
 * 2 no report. Needs no data directory of its own and no lock.
 */
export async function runReportVerify(
  context: CommandContext,
  file: string,
  key: string | null,
): Promise<number> {
  const asked = key === null ? null : readKey(key);
  const installation = knownKeyId(path.join(dataPaths(context.dataDir).certs, SIGNING_KEY_FILE));
  const verification = await verifyReport(file, { installation, asked });
  context.out.emit({ event: 'verification', file, ...verification });
  const { signature } = verification;
  if (asked !== null && signature.key !== 'asked') context.out.note(context.out.t('history:keyOther'));
  return verification.result === 'unchanged' ? EXIT.done : EXIT.board;
}

function readKey(file: string): string {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new WorkbenchError('report/unreadable', { file, detail: messageOf(cause) }, { cause });
  }
  const keyId = publicKeyId(pem);
  if (keyId === null)
    throw new WorkbenchError('report/unreadable', { file, detail: 'it holds no Ed25519 key' });
  return keyId;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
