// `npm start`: the window where Electron can run, else the station in a browser. Arguments are passed on.
import { buildStale } from './build.mjs';
import { findElectron, knownObstacle } from './electron-runtime.mjs';
import { runStation } from './run-station.mjs';
import { runWindow } from './run-window.mjs';

const args = process.argv.slice(2);
const obstacle = await openWindow();
if (obstacle !== null) {
  process.stderr.write(`The window cannot open: ${obstacle}. The station starts instead.\n`);
  await runStation(args);
}

/** Null after the window was open and closed again, with its exit code set; else why it did not open. */
async function openWindow() {
  const known = knownObstacle(args);
  if (known !== null) return known;
  const electron = await findElectron();
  if (electron === null) return 'the Electron runtime cannot be had';
  await buildStale(['main', 'preload', 'page']);
  return await runWindow(electron, args);
}
