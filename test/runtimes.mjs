// What end-to-end tests run in: found here once, handed to Playwright through the environment.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { findElectron } from '../electron/launch/electron-runtime.mjs';

/** Where systems keep a Chromium or Chrome of their own. */
const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Path of a Chromium, Playwright's own first; null where there is none. */
export async function findChromium() {
  const { chromium } = await import('@playwright/test');
  return [chromium.executablePath(), ...BROWSERS].find((file) => existsSync(file)) ?? null;
}

/**
 * How a window can be shown: the command to put before Playwright (empty with a display), or why it cannot.
 * @returns {{ prefix: readonly string[] } | { missing: string }}
 */
export function findDisplay(env = process.env) {
  if (process.platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY) return { prefix: [] };
  return hasCommand('xvfb-run', env)
    ? { prefix: ['xvfb-run', '-a'] }
    : { missing: 'no display and no xvfb-run' };
}

/** Whether the system has a program of this name. */
export function hasCommand(name, env = process.env) {
  return (env.PATH ?? '').split(path.delimiter).some((dir) => existsSync(path.join(dir, name)));
}

/** Test files that need a pair of terminals, which socat makes. */
export function filesOnPtys() {
  return readdirSync('test', { recursive: true })
    .map((file) => path.join('test', String(file)))
    .filter((file) => file.endsWith('.test.ts') && readFileSync(file, 'utf8').includes('support/pty'));
}

export { findElectron };
