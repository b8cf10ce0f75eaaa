import { hasAppDescriptor } from './app-descriptor.ts';
import { espImageKind } from './esp-image-kind.ts';
import { isEsp8266 } from './esp8266.ts';
import { isFilled } from './filled.ts';
import type { ImageKind } from './image-facts.ts';
import { findMerged } from './merged-image.ts';
import { hasValidEntry, OTADATA_BYTES } from './otadata.ts';
import { parsePartitionTable } from './partition-table.ts';
import { textKindOf } from './text-kind.ts';

/** Files that their first bytes tell. */
const SIGNATURES: readonly { readonly kind: ImageKind; readonly start: readonly number[] }[] = [
  { kind: 'elf', start: [0x7f, 0x45, 0x4c, 0x46] },
  { kind: 'gzip', start: [0x1f, 0x8b, 0x08] },
  { kind: 'zip', start: [0x50, 0x4b, 0x03, 0x04] },
  { kind: 'zip', start: [0x50, 0x4b, 0x05, 0x06] },
  { kind: 'uf2', start: [0x55, 0x46, 0x32, 0x0a, 0x57, 0x51, 0x5d, 0x9e] },
];

/** What a file is, by its content alone. */
export function kindOf(bytes: Uint8Array): ImageKind {
  if (bytes.length === 0) return 'empty';
  const signed = SIGNATURES.find(({ start }) => start.every((byte, index) => bytes[index] === byte));
  if (signed !== undefined) return signed.kind;
  if (isFilled(bytes, 0xff)) return 'erased';
  if (parsePartitionTable(bytes) !== null) return 'partitionTable';
  if (isEsp8266(bytes) && !hasAppDescriptor(bytes)) return 'esp8266';
  const kind = espImageKind(bytes);
  if (kind === 'app') return 'app';
  if (findMerged(bytes) !== null) return 'merged';
  if (kind === 'bootloader') return 'bootloader';
  if (bytes.length <= OTADATA_BYTES && hasValidEntry(bytes)) return 'otadata';
  return textKindOf(bytes) ?? 'unknown';
}
