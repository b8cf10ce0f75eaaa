// Starts the station in this process, as the command `ota-workbench station` does.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { buildStale } from './build.mjs';
import { DIST } from './paths.mjs';

/** Switches that mean something to Chromium alone. */
const CHROMIUM = /^--(no-sandbox|disable-|enable-|ozone-|force-|remote-debugging-|inspect)/;

export async function runStation(args) {
  await buildStale(['cli', 'page']);
  process.argv.splice(2, Infinity, 'station', ...args.filter((arg) => !CHROMIUM.test(arg)));
  await import(pathToFileURL(path.join(DIST, 'cli.js')).href);
}
