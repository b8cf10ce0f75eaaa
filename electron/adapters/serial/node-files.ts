import { readdirSync, readFileSync, realpathSync } from 'node:fs';

import type { SysfsReader } from './sysfs-ports.ts';

/** This machine's own files. */
export const NODE_FILES: SysfsReader = {
  names: (folder) => orElse(() => readdirSync(folder), []),
  text: (file) => orElse(() => readFileSync(file, 'utf8').trim(), null),
  real: (path) => orElse(() => realpathSync(path), null),
};

function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
