import type { Body, ImageBytes } from '../image/image-bytes.ts';
import { partOf } from '../image/image-bytes.ts';
import { JoinedBody } from './body.ts';
import type { BytePart } from './byte-range.ts';

/** The Content-Type of a reply with several parts. An image does not hold its own digest in hex. */
export function partsType(imageId: string): string {
  return `multipart/byteranges; boundary=${boundary(imageId)}`;
}

/** Several parts of one body, each under its own heading (RFC 9110, 14.6); the bytes are not copied. */
export function joinParts(
  bytes: ImageBytes,
  parts: readonly BytePart[],
  imageId: string,
  contentType: string,
): Body {
  const pieces = parts.flatMap(({ start, end }) => {
    const lines = [
      `\r\n--${boundary(imageId)}`,
      `Content-Type: ${contentType}`,
      `Content-Range: bytes ${start}-${end - 1}/${bytes.length}`,
    ];
    return [Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), partOf(bytes, start, end)];
  });
  return new JoinedBody([...pieces, Buffer.from(`\r\n--${boundary(imageId)}--\r\n`)]);
}

function boundary(imageId: string): string {
  return `part-${imageId.slice(0, 32)}`;
}
