import { createHash } from 'node:crypto';

import type { ServedImage } from '../../electron/core/server/catalogue.ts';

/** An image of this size; its bytes differ everywhere, so that a part out of place is seen. */
export function servedImage(
  urlName: string,
  sizeBytes: number,
  seed = 1,
): ServedImage & { readonly bytes: Uint8Array } {
  const bytes = new Uint8Array(sizeBytes);
  let state = seed;
  for (let at = 0; at < sizeBytes; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  const imageId = createHash('sha256').update(bytes).digest('hex');
  return { imageId, fileName: `${urlName}.bin`, urlName, bytes };
}
