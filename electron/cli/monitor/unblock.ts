import type { Writable } from 'node:stream';

/**
 * Node writes to a terminal synchronously, so one that is stopped would stop the whole program, its capture too.
 * There is no public way to change that; where the handle lacks this one, all stays as it is.
 */
export function unblock(output: Writable): void {
  const handle: unknown = Reflect.get(output, '_handle');
  if (typeof handle !== 'object' || handle === null) return;
  const setBlocking: unknown = Reflect.get(handle, 'setBlocking');
  if (typeof setBlocking === 'function') setBlocking.call(handle, false);
}
