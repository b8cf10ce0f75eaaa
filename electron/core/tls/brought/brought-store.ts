import { createPrivateKey, X509Certificate } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { messageOf, WorkbenchError } from '../../../../shared/errors.ts';
import { createCertificateFolder, readCertificateFiles } from '../certificate-files.ts';
import type { ServerCredentials } from '../server-certificate.ts';
import type { Arrangement } from './arrange.ts';
import { arrange } from './arrange.ts';
import { pemBlocks } from './pem-blocks.ts';

/** A certificate that was brought along, as the server shows it. */
export interface BroughtPair {
  readonly arrangement: Arrangement;
  readonly credentials: ServerCredentials;
  /** Without the certificates between leaf and CA. */
  readonly leafOnly: ServerCredentials;
}

/** Keeps the pair of one kind in `certs/brought/` or `certs/public/`, in whole folders only. */
export async function keepBrought(folder: string, { key, chain, ca }: Arrangement): Promise<void> {
  const old = `${folder}.old`;
  await rm(old, { recursive: true, force: true });
  await rename(folder, old).catch(() => undefined);
  await createCertificateFolder(folder, {
    serverKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    serverCert: chain.map(({ x509 }) => pemOf(x509)).join(''),
    caCert: ca && pemOf(ca.x509),
  });
  await rm(old, { recursive: true, force: true });
}

/** What is kept there, or null. @throws WorkbenchError cert/brought-invalid */
export async function loadBrought(folder: string): Promise<BroughtPair | null> {
  // A replacement that was cut off has left the old folder aside.
  const place = (await hasPair(folder)) ? folder : `${folder}.old`;
  const { serverCert, serverKey, caCert } = await readCertificateFiles(place);
  if (serverCert === null && serverKey === null) return null;
  try {
    const texts = [...pemBlocks(Buffer.from(serverCert ?? '')), ...pemBlocks(Buffer.from(caCert ?? ''))];
    const arrangement = arrange({
      certificates: texts.map(({ text }) => new X509Certificate(text)),
      keys: serverKey === null ? [] : [createPrivateKey(serverKey)],
    });
    return pairOf(arrangement);
  } catch (thrown) {
    const detail = thrown instanceof WorkbenchError ? thrown.code : messageOf(thrown);
    throw new WorkbenchError('cert/brought-invalid', { dir: path.dirname(folder), detail });
  }
}

export function pairOf(arrangement: Arrangement): BroughtPair {
  const keyPem = arrangement.key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const pems = arrangement.chain.map(({ x509 }) => pemOf(x509));
  return {
    arrangement,
    credentials: { keyPem, certPem: pems.join('') },
    leafOnly: { keyPem, certPem: pems[0] ?? '' },
  };
}

async function hasPair(folder: string): Promise<boolean> {
  const { serverCert, serverKey } = await readCertificateFiles(folder);
  return serverCert !== null && serverKey !== null;
}

/** Node's own text of a certificate ends without a line end in some releases. */
function pemOf(x509: X509Certificate): string {
  return `${x509.toString().trim()}\n`;
}
