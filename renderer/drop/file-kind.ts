import { isCertificateFile } from '../certs/certificate-files.ts';

/** What a file is taken as, by its name; what is none of the others is looked at as an image, which says what it is. */
export type FileKind = 'log' | 'elf' | 'certificate' | 'plan' | 'image';

/** Logs as terminal programs name them (minicom `.cap`, GNU screen `screenlog.0`), our segments and our own formats. */
const LOG_NAME = /(?:\.(?:log|txt|raw|cap|ndjson|jsonl|csv)|^screenlog\.\d+)$/i;

export function fileKindOf(file: Pick<File, 'name'>): FileKind {
  if (isCertificateFile(file)) return 'certificate';
  if (/\.ya?ml$/i.test(file.name)) return 'plan';
  if (LOG_NAME.test(file.name)) return 'log';
  return /\.elf$/i.test(file.name) ? 'elf' : 'image';
}
