// One build at a time: a second program that starts meanwhile waits for the first one's result.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { DIST } from './paths.mjs';

const LOCK = path.join(DIST, '.building');
const LOOK_AGAIN_MS = 100;
/** No build takes longer: a lock of this age is left over, whoever has its process id now. */
const STALE_MS = 120_000;

/** Runs `action` while no other process builds here. */
export async function whileBuilding(action) {
  mkdirSync(DIST, { recursive: true });
  while (!take()) await delay(LOOK_AGAIN_MS);
  try {
    return await action();
  } finally {
    releaseBuild();
  }
}

/** For a process that ends inside its build. */
export function releaseBuild() {
  rmSync(LOCK, { force: true });
}

function take() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (thrown) {
    if (thrown.code !== 'EEXIST') throw thrown;
    if (!holderLives()) rmSync(LOCK, { force: true });
    return false;
  }
}

function holderLives() {
  try {
    if (Date.now() - statSync(LOCK).mtimeMs > STALE_MS) return false;
    const pid = Number(readFileSync(LOCK, 'utf8'));
    // An empty file is one that its holder has yet to write.
    if (pid > 0) process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown.code === 'EPERM';
  }
}
