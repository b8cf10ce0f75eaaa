// `npm run package` builds this system's installers; `npm run package:dir` the unpacked program alone.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

import { buildStale } from './build.mjs';
import { ROOT } from './paths.mjs';
import { TARGETS } from './targets.mjs';

await buildStale(Object.keys(TARGETS));
const args = ['--publish', 'never', ...process.argv.slice(2)];
const runtime = process.env.ELECTRON_OVERRIDE_DIST_PATH;
if (runtime) args.push(`-c.electronDist=${runtime}`);
const builder = path.join(
  path.dirname(createRequire(import.meta.url).resolve('electron-builder/package.json')),
  'cli.js',
);
const { status } = spawnSync(process.execPath, [builder, ...args], { cwd: ROOT, stdio: 'inherit' });
process.exitCode = status ?? 1;
