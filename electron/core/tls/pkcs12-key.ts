import { createHash, timingSafeEqual } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

/** Rounds between two looks at what else the program has to do. */
const SLICE_ROUNDS = 5_000;
const MAC_PURPOSE = 3;

/**
 * The key of a PKCS#12 MAC, by RFC 7292, B.2. It is as long as the digest, so that one block is all there is.
 * @throws Error for a digest that Node does not have
 */
export async function macKey(
  hash: string,
  password: string,
  salt: Uint8Array,
  iterations: number,
): Promise<Buffer> {
  const blockBytes = hash === 'sha384' || hash === 'sha512' ? 128 : 64;
  const fill = (bytes: Uint8Array): Buffer => {
    if (bytes.length === 0) return Buffer.alloc(0);
    const filled = Buffer.alloc(Math.ceil(bytes.length / blockBytes) * blockBytes);
    return filled.map((_, index) => bytes[index % bytes.length] ?? 0) as Buffer;
  };
  const text = Buffer.from(`${password}\0`, 'utf16le').swap16();
  let digest = createHash(hash)
    .update(Buffer.alloc(blockBytes, MAC_PURPOSE))
    .update(fill(salt))
    .update(fill(text))
    .digest();
  for (let round = 1; round < iterations; round += 1) {
    digest = createHash(hash).update(digest).digest();
    if (round % SLICE_ROUNDS === 0) await setImmediate();
  }
  return digest;
}

/** Compares without telling where they differ. */
export function sameMac(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
