// Where things lie, from this file's own place; nothing here needs a build.
import { existsSync } from 'node:fs';
import path from 'node:path';

/** The package's folder: the clone, or `node_modules/ota-workbench`. */
export const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** What the build writes. */
export const DIST = path.join(ROOT, 'dist');

/** False in an installed package, which carries `dist/` and no sources. */
export function hasSources() {
  return existsSync(path.join(ROOT, 'electron', 'cli', 'main.ts'));
}
