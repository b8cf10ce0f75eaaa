import { accessSync, constants, statfsSync } from 'node:fs';
import path from 'node:path';

import { messageOf } from '../../../shared/errors.ts';

/** What is asked of the disk under a folder; each throws what the system says where it cannot tell. */
export interface Disk {
  readonly freeBytes: (folder: string) => number;
  /** @throws where nothing may be written */
  readonly checkWritable: (folder: string) => void;
}

/** A page of the database and its journal want some kilobytes; below this a write may fail for want of room. */
const LITTLE_BYTES = 256 * 1024;

const SYSTEM: Disk = {
  freeBytes: (folder) => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  },
  checkWritable: (folder) => accessSync(folder, constants.W_OK),
};

/** What SQLite meant by an error of the disk: it says `disk I/O error` or `Could not open` for each. */
export function diskDetail(file: string, thrown: unknown, disk: Disk = SYSTEM): string {
  const said = messageOf(thrown);
  if (!/disk|open the database|readonly/i.test(said)) return said;
  const folder = path.dirname(file);
  try {
    if (disk.freeBytes(folder) < LITTLE_BYTES) return `no space is left there (${said})`;
    disk.checkWritable(folder);
    return said;
  } catch (why) {
    return `${messageOf(why)} (${said})`;
  }
}
