#!/usr/bin/env node
// The command `ota-workbench`. In a clone it first builds what is stale; stdout stays the command's own.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { DIST, hasSources } from './paths.mjs';

const needsPage = process.argv.includes('station');
if (hasSources()) {
  const { buildStale } = await import('./build.mjs');
  await buildStale(needsPage ? ['cli', 'page'] : ['cli']);
}
await import(pathToFileURL(path.join(DIST, 'cli.js')).href);
