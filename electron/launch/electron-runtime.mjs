// Finds Electron's program, and says beforehand why it could not start here.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const PROGRAM = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** This process's place, as far as it decides whether a window can open. */
const HERE = { platform: process.platform, env: process.env, uid: process.getuid?.() };

/** A reason known before anything is fetched or started, or null. */
export function knownObstacle(args, { platform, env, uid } = HERE) {
  if (platform !== 'linux') return null;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display';
  if (uid === 0 && !args.includes('--no-sandbox')) return 'it does not run as root with its sandbox';
  return null;
}

/** Path of Electron's program; fetched on first use. Null where it can't be had. */
export async function findElectron(env = process.env) {
  const program = PROGRAM[process.platform] ?? 'electron';
  if (env.ELECTRON_OVERRIDE_DIST_PATH) return existing(path.join(env.ELECTRON_OVERRIDE_DIST_PATH, program));
  const folder = packageFolder();
  if (folder === null) return null;
  const installed = () => {
    const named = path.join(folder, 'path.txt');
    return existsSync(named) ? existing(path.join(folder, 'dist', readFileSync(named, 'utf8'))) : null;
  };
  return installed() ?? ((await fetchRuntime(folder)) ? installed() : null);
}

function existing(file) {
  return existsSync(file) ? file : null;
}

function packageFolder() {
  try {
    return path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return null;
  }
}

/** Runs the package's own installer; true when it came to an end without an error. */
function fetchRuntime(folder) {
  process.stderr.write('fetching the Electron runtime, once …\n');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(folder, 'install.js')], { stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}
