import { expect, test } from 'vitest';

import { findElectron, knownObstacle } from '../../../electron/launch/electron-runtime.mjs';
import { reasonOf } from '../../../electron/launch/run-window.mjs';

const ended = { code: null, signal: 'SIGTRAP', error: null } as const;

test('a Linux machine without a display is known to show no window', () => {
  const linux = { platform: 'linux', uid: 1000 } as const;
  expect(knownObstacle([], { ...linux, env: {} })).toBe('there is no display');
  expect(knownObstacle([], { ...linux, env: { DISPLAY: ':0' } })).toBeNull();
  expect(knownObstacle([], { ...linux, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBeNull();
  expect(knownObstacle([], { platform: 'darwin', uid: 501, env: {} })).toBeNull();
});

test('root needs to give up the sandbox itself', () => {
  const root = { platform: 'linux', uid: 0, env: { DISPLAY: ':0' } } as const;
  expect(knownObstacle([], root)).toBe('it does not run as root with its sandbox');
  expect(knownObstacle(['--no-sandbox'], root)).toBeNull();
});

test('a runtime that was named and is not there cannot be had', async () => {
  expect(await findElectron({ ELECTRON_OVERRIDE_DIST_PATH: '/none' })).toBeNull();
});

test.each([
  [
    'electron: error while loading shared libraries: libnss3.so: cannot open shared object file',
    'the system lacks the library libnss3.so',
  ],
  [
    '[1:FATAL:electron_main_delegate.cc(287)] Running as root without --no-sandbox is not supported.',
    'it does not run as root with its sandbox',
  ],
  [
    '[1:FATAL:setuid_sandbox_host.cc(158)] The SUID sandbox helper binary was found, but is not configured',
    'the system has no usable sandbox',
  ],
  ['[1:ERROR:ozone_platform_x11.cc(245)] Missing X server or $DISPLAY', 'the display cannot be used'],
  ['anything else', 'Electron ended at its start (SIGTRAP)'],
])('what Electron prints when it gives up becomes one clause: %s', (said, reason) => {
  expect(reasonOf(ended, said)).toBe(reason);
});

test('an exit without a word names its code', () => {
  expect(reasonOf({ code: 127, signal: null, error: null }, '')).toBe(
    'Electron ended at its start (exit code 127)',
  );
});
