import { messageOf, WorkbenchError } from '../../shared/errors.ts';

/** As the contract's limit for one file. */
const MAX_BYTES = 1024 * 1024;
const NAME = /\.(pem|crt|cer|key|der|p12|pfx)$/i;

export interface CertificateFile {
  readonly fileName: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Whether a dropped file is brought along as a certificate or key, by its name. */
export function isCertificateFile({ name }: Pick<File, 'name'>): boolean {
  return NAME.test(name);
}

/**
 * Lends the files' bytes to `work`, and wipes them afterwards: a private key may be among them.
 * @throws WorkbenchError cert/file-too-big, cert/file-missing
 */
export async function withCertificateFiles<T>(
  files: readonly File[],
  work: (read: readonly CertificateFile[]) => Promise<T>,
): Promise<T> {
  const read: CertificateFile[] = [];
  try {
    for (const file of files) read.push(await readFile(file));
    return await work(read);
  } finally {
    for (const { bytes } of read) bytes.fill(0);
  }
}

async function readFile(file: File): Promise<CertificateFile> {
  const { name, size } = file;
  if (size > MAX_BYTES) throw new WorkbenchError('cert/file-too-big', { file: name, sizeBytes: size });
  try {
    return { fileName: name, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch (cause) {
    throw new WorkbenchError('cert/file-missing', { file: name, detail: messageOf(cause) }, { cause });
  }
}
