import type { ErrorPayload } from '../../../shared/errors.ts';
import { messageOf } from '../../../shared/errors.ts';

/** Why the disk takes no bytes. */
export type DiskFailure =
  | { readonly kind: 'full' }
  | { readonly kind: 'notWritable'; readonly detail: string };

const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** Reads the cause from what the file system threw. */
export function diskFailure(thrown: unknown): DiskFailure {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
  if (typeof code === 'string' && FULL.has(code)) return { kind: 'full' };
  // Node's message goes on with the call and the path: `EROFS: read-only file system, open '/…'`.
  return { kind: 'notWritable', detail: messageOf(thrown).replace(/, \w+(?: '.*)?$/, '') };
}

/** The failure in words' reach: what waits in memory and what is lost. */
export function toDiskError(
  failure: DiskFailure,
  dir: string,
  keptBytes: number,
  lostBytes: number,
): ErrorPayload {
  if (failure.kind === 'full') return { code: 'log/disk-full', params: { dir, keptBytes, lostBytes } };
  return { code: 'log/not-writable', params: { dir, detail: failure.detail, keptBytes, lostBytes } };
}
