// Builds what is stale. As a command (`npm run build`) it builds everything that is.
import { pathToFileURL } from 'node:url';

import { releaseBuild, whileBuilding } from './build-lock.mjs';
import { isStale, stampOf, writeStamp } from './stale.mjs';
import { TARGETS } from './targets.mjs';

/**
 * Builds those of the named targets whose sources changed; says so on stderr.
 * @param {readonly (keyof typeof TARGETS)[]} names
 */
export async function buildStale(names) {
  const stale = () => names.filter((name) => isStale(name, TARGETS[name]));
  if (stale().length === 0) return;
  await whileBuilding(async () => {
    for (const name of stale()) {
      const startedMs = performance.now();
      const stamp = stampOf(TARGETS[name].sources);
      await TARGETS[name].build().catch((error) => giveUp(name, error));
      writeStamp(name, stamp);
      process.stderr.write(`built ${name} in ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`);
    }
  });
}

/** The sources do not build: nothing can be started, and a stack of the bundler would help nobody. */
function giveUp(name, error) {
  process.stderr.write(`could not build ${name}: ${error.message}\n`);
  releaseBuild();
  process.exit(1);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await buildStale(Object.keys(TARGETS));
}
