import { createHash } from 'node:crypto';

/** Node's digests in the form that shared code takes. */
export const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
export const md5 = (data: Uint8Array): Uint8Array => createHash('md5').update(data).digest();
/** SHA-256 as lower-case hex. */
export const sha256Hex = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');
