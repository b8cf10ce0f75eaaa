import { parseAppDescriptor } from './app-descriptor.ts';
import { blankFacts } from './blank-facts.ts';
import { parseBootloaderDescriptor } from './bootloader-descriptor.ts';
import { readEsp8266 } from './esp8266.ts';
import { isFilled } from './filled.ts';
import { findCertificates } from './find-certificates.ts';
import { toHex } from './hex.ts';
import type { ImageFacts, ImageProblem, Sha256 } from './image-facts.ts';
import type { ImageHeader } from './image-header.ts';
import { parseImageHeader } from './image-header.ts';
import { kindOf } from './image-kind.ts';
import type { ImageLayout } from './image-layout.ts';
import { walkSegments } from './image-layout.ts';
import { appProblems } from './image-problems.ts';
import { parseOtadata } from './otadata.ts';
import type { Md5 } from './partition-table.ts';
import { parsePartitionTable } from './partition-table.ts';
import { readStructure } from './read-image.ts';
import { readMerged } from './read-merged.ts';
import { describeSignature, locateSignature } from './signature.ts';

/** An image has at most 16 MiB. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Everything the bytes say, whatever they are. Never throws, never copies the image, and trusts no length
 * in it.
 * @param fileName Named in the problems' texts
 * @param md5 Without it the digest of a partition table is not checked
 */
export function inspectImage(
  bytes: Uint8Array,
  sha256: Sha256,
  fileName = 'image.bin',
  md5: Md5 | null = null,
): ImageFacts {
  const kind = kindOf(bytes);
  const facts: ImageFacts = { ...blankFacts(toHex(sha256(bytes)), bytes.length), kind };
  const problems = fileProblems(facts, fileName);
  switch (kind) {
    case 'app':
    case 'bootloader': {
      const read = readEspImage(bytes, facts, sha256, fileName);
      const certificates = kind === 'app' ? findCertificates(bytes, sha256) : [];
      return { ...read, certificates, problems: [...problems, ...read.problems] };
    }
    case 'elf':
      return { ...facts, problems, certificates: findCertificates(bytes, sha256) };
    case 'esp8266':
      return { ...facts, problems, ...readEsp8266(bytes) };
    case 'merged':
      return { ...facts, problems, ...readMerged(bytes, md5) };
    case 'partitionTable':
      return { ...facts, problems, partitionTable: parsePartitionTable(bytes, md5) };
    case 'otadata':
      return { ...facts, problems, otadata: parseOtadata(bytes) };
    default:
      return { ...facts, problems };
  }
}

/** Problems that need no look inside. */
function fileProblems({ kind, sizeBytes }: ImageFacts, file: string): ImageProblem[] {
  if (kind === 'empty') return [{ code: 'image/empty', params: { file } }];
  const problems: ImageProblem[] = [];
  if (kind !== 'app') problems.push({ code: 'image/not-an-app', params: { file, kind } });
  if (sizeBytes > MAX_BYTES) {
    problems.push({ code: 'image/too-big-file', params: { file, sizeBytes, maxBytes: MAX_BYTES } });
  }
  return problems;
}

function readEspImage(bytes: Uint8Array, facts: ImageFacts, sha256: Sha256, file: string): ImageFacts {
  const header = parseImageHeader(bytes);
  if (header === null) return facts;
  const layout = walkSegments(bytes, header.segmentCount, header.hashAppended !== 0);
  const { computedSha256, ...structure } = readStructure(bytes, header, layout, sha256);
  const read = { ...facts, ...structure, ...afterImage(bytes, header, layout, sha256) };
  if (facts.kind === 'bootloader') {
    const descriptor = parseBootloaderDescriptor(bytes);
    if (descriptor === null) return read;
    const { version, idfVersion, dateTime, secureVersion } = descriptor;
    return { ...read, bootloaderVersion: version, idfVersion, compileDate: dateTime, secureVersion };
  }
  const descriptor = parseAppDescriptor(bytes);
  const problems = appProblems(file, header, layout, descriptor, { ...read, computedSha256 });
  if (descriptor === null) return { ...read, problems };
  const { minEfuseBlockRevision: min, maxEfuseBlockRevision: max, mmuPageSizeLog2 } = descriptor;
  const efuseSet = min !== 0 || max !== 0;
  return {
    ...read,
    problems,
    projectName: descriptor.projectName,
    version: descriptor.version,
    compileDate: descriptor.compileDate,
    compileTime: descriptor.compileTime,
    idfVersion: descriptor.idfVersion,
    appElfSha256: toHex(descriptor.appElfSha256),
    secureVersion: descriptor.secureVersion,
    minEfuseBlockRevision: efuseSet ? min : null,
    maxEfuseBlockRevision: efuseSet ? max : null,
    mmuPageSizeBytes: mmuPageSizeLog2 === 0 ? null : 2 ** mmuPageSizeLog2,
    spiFlashMode: descriptor.spiFlashMode,
  };
}

/** Signature and padding behind an image that is whole. */
function afterImage(bytes: Uint8Array, header: ImageHeader, layout: ImageLayout, sha256: Sha256) {
  if (layout.defect !== null) return {};
  const place = locateSignature(bytes, layout.imageLength, header.chipId);
  const signature = place === null ? null : describeSignature(bytes, place, sha256);
  const rest = bytes.subarray(place?.end ?? layout.imageLength);
  const isPadding = isFilled(rest, 0xff) || isFilled(rest, 0);
  const trailingContent = rest.length === 0 ? null : isPadding ? ('padding' as const) : ('foreign' as const);
  return { signature, trailingBytes: rest.length, trailingContent };
}
