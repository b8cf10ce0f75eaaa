/** Leaves room in the 254 bytes of a URL, and fits a log line. */
const MAX_NAME = 40;
const DIGEST_DIGITS = 8;

/**
 * `<name>` for `/firmware/<name>.bin`: letters, digits, `.`, `_` and `-` alone, whatever the file was called.
 * @param projectName Names the image where nothing of the file's name is left (中文.bin)
 * @param imageId Tells images of one name apart; a removed image's name never comes to mean another
 */
export function urlNameFor(
  fileName: string,
  projectName: string | null,
  imageId: string,
  isTaken: (urlName: string) => boolean,
): string {
  const name = safe(baseName(fileName)) || safe(projectName ?? '') || 'image';
  const plain = name.slice(0, MAX_NAME);
  if (!isTaken(plain)) return plain;
  return `${name.slice(0, MAX_NAME - 1 - DIGEST_DIGITS)}-${imageId.slice(0, DIGEST_DIGITS)}`;
}

/** The last part of a path of any system. */
export function lastPart(fileName: string): string {
  return fileName.split(/[\\/]/).findLast((part) => part !== '') ?? fileName;
}

function baseName(fileName: string): string {
  return lastPart(fileName).replace(/\.bin$/i, '');
}

function safe(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/\.{2,}/g, '.')
    .replaceAll(/-{2,}/g, '-')
    .slice(0, MAX_NAME)
    .replaceAll(/^[-.]+|[-.]+$/g, '');
}
