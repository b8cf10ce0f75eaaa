// Tells what must be built anew: by the content of the sources, so that a checkout's file times mean nothing.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { DIST, ROOT } from './paths.mjs';

/** What decides every target: the tools' versions and the way they are called. */
const RECIPE = ['package.json', 'package-lock.json', 'electron/launch/targets.mjs'];

/** @param {string} name @param {import('./targets.mjs').Target} target */
export function isStale(name, target) {
  return !existsSync(path.join(DIST, target.output)) || readStamp(name) !== stampOf(target.sources);
}

/** Notes what the target was built from; `stamp` is taken before the build, so a later edit is seen. */
export function writeStamp(name, stamp) {
  writeFileSync(stampFile(name), stamp);
}

/** SHA-256 over names and contents of these files and folders, relative to the package. */
export function stampOf(sources) {
  const hash = createHash('sha256');
  for (const file of [...RECIPE, ...sources].flatMap(filesOf)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(ROOT, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesOf(source) {
  const whole = path.join(ROOT, source);
  if (!existsSync(whole)) return [];
  if (statSync(whole).isFile()) return [source];
  return readdirSync(whole, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .sort();
}

function stampFile(name) {
  return path.join(DIST, `.${name}.stamp`);
}

function readStamp(name) {
  try {
    return readFileSync(stampFile(name), 'utf8');
  } catch {
    return null;
  }
}
