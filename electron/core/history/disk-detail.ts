import { accessSync, constants, statfsSync } from 'node:fs';
import path from 'node:path';

import { messageOf } from '../../../shared/errors.ts';

/** A page of the database and its journal want some kilobytes; below this a write may fail for want of room. */
const LITTLE_BYTES = 256 * 1024;

/** What SQLite meant by an error of the disk: it says `disk I/O error` or `Could not open` for each. */
export function diskDetail(file: string, thrown: unknown): string {
  const said = messageOf(thrown);
  if (!/disk|open the database|readonly/i.test(said)) return said;
  const folder = path.dirname(file);
  try {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < LITTLE_BYTES) return `no space is left there (${said})`;
    accessSync(folder, constants.W_OK);
    return said;
  } catch (why) {
    return `${messageOf(why)} (${said})`;
  }
}
