import type { Translator } from '../../../shared/text/translator.ts';
import type { ImageEvent } from '../events.ts';
import { describeFound } from './describe-certificates.ts';
import { table } from './quantities.ts';

/** The facts of a file as a table; what could not be read is left out. */
export function describeImage(image: ImageEvent, t: Translator): string {
  const validity = (valid: boolean | null): string => t(valid ? 'cli:valid' : 'cli:invalid');
  const { checksum, appendedSha256, entryPoint } = image;
  const built = [image.compileDate, image.compileTime].filter((part) => part !== null).join(' ');
  return table([
    [t('cli:factKind'), image.kind],
    [t('cli:factProject'), image.projectName],
    [t('cli:factVersion'), image.version],
    [t('cli:factChip'), image.chip],
    [t('cli:factSize'), t('cli:bytes', { count: image.sizeBytes })],
    [t('cli:factBuilt'), built === '' ? null : built],
    [t('cli:factIdf'), image.idfVersion],
    [t('cli:factEntry'), entryPoint === null ? null : hex(entryPoint)],
    [t('cli:factSegments'), segmentsOf(image)],
    [t('cli:factChecksum'), checksum === null ? null : `${hex(checksum.stored)} ${validity(checksum.valid)}`],
    [
      t('cli:factAppended'),
      appendedSha256 === null ? null : `${appendedSha256} ${validity(image.appendedSha256Valid)}`,
    ],
    [t('cli:factFile'), image.fileSha256],
    [t('cli:factElf'), image.appElfSha256],
    [t('cli:factSecure'), image.secureVersion === null ? null : String(image.secureVersion)],
    ...image.certificates.map(
      (found, index) => [index === 0 ? t('trust:factCertificates') : '', describeFound(found, t)] as const,
    ),
  ]);
}

function segmentsOf({ segments }: ImageEvent): string | null {
  if (segments.length === 0) return null;
  return segments.map(({ loadAddress, length }) => `${hex(loadAddress)}+${length}`).join(' ');
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
