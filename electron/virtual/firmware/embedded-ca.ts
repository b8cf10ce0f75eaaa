import { readU32 } from '../../../shared/esp/little-endian.ts';
import type { Flash } from '../hardware/flash.ts';
import { HEADER_BYTES, HEADER_MAGIC, readHeader } from './image-header.ts';
import type { Partition } from './partitions.ts';

const SEGMENT_HEADER_BYTES = 8;
const BEGIN = '-----BEGIN CERTIFICATE-----';

/**
 * The text of the CA that the image in a partition was built with: PEM up to its NUL byte, as `server_certs/ca_cert.pem`
 * is embedded. Null for an image that carries none.
 */
export function embeddedCa(flash: Flash, partition: Partition | null): string | null {
  if (partition === null) return null;
  const header = readHeader(flash, partition.offset);
  if (header.magic !== HEADER_MAGIC) return null;
  const end = partition.offset + partition.sizeBytes;
  let at = partition.offset + HEADER_BYTES;
  for (let segment = 0; segment < header.segmentCount; segment += 1) {
    const start = at + SEGMENT_HEADER_BYTES;
    if (start > end) return null;
    at = start + readU32(flash.read(start - 4, 4), 0);
    if (at > end) return null;
    const text = textIn(Buffer.from(flash.read(start, at - start)));
    if (text !== null) return text;
  }
  return null;
}

function textIn(segment: Buffer): string | null {
  const from = segment.indexOf(BEGIN);
  if (from === -1) return null;
  const to = segment.indexOf(0, from);
  return to === -1 ? null : segment.toString('latin1', from, to);
}
