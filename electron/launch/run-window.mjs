// Runs Electron until it ends, and tells a window that was open from one that never came.
import { spawn } from 'node:child_process';

import { ROOT } from './paths.mjs';

/** What the program writes to stderr once its window is on the screen. */
export const WINDOW_OPEN = 'ota-workbench: window open';

/** The program's own exit code for data directory, port and the like; it has told the user. */
const TOLD = 3;

/** Null when the window had opened or the program told its own error; else the reason in a few words. */
export async function runWindow(electron, args) {
  const child = spawn(electron, [ROOT, ...args], {
    stdio: ['inherit', 'inherit', 'pipe'],
    windowsHide: false,
  });
  const passOn = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn);

  let opened = false;
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    if (opened) process.stderr.write(text);
    else {
      said = (said + text).slice(-100_000);
      opened = said.includes(WINDOW_OPEN);
    }
  });
  const end = await new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    child.once('close', (code, signal) => resolve({ code, signal, error: null }));
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, passOn);
  if (!opened && end.code !== 0 && end.code !== TOLD && !child.killed) return reasonOf(end, said);
  if (end.code === TOLD) process.stderr.write(said);
  process.exitCode = end.code ?? 1;
  return null;
}

/** One clause from what Electron and the loader print when they give up. */
export function reasonOf({ code, signal, error }, said) {
  const library = /error while loading shared libraries: (\S+):/.exec(said)?.[1];
  if (library !== undefined) return `the system lacks the library ${library}`;
  if (/running as root without --no-sandbox/i.test(said)) return 'it does not run as root with its sandbox';
  if (/SUID sandbox helper|No usable sandbox|namespace sandbox/i.test(said))
    return 'the system has no usable sandbox';
  if (/Missing X server|cannot open display|platform failed to initialize/i.test(said)) {
    return 'the display cannot be used';
  }
  return `Electron ended at its start (${error?.code ?? signal ?? `exit code ${code}`})`;
}
