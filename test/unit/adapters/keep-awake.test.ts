import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

import { awakeCommand } from '../../../electron/adapters/keep-awake.ts';

test('Linux is kept awake by systemd-inhibit, for as long as its program has an stdin', () => {
  const command = awakeCommand('linux', 4711) ?? [];
  expect(command[0]).toBe('systemd-inhibit');
  expect(command).toContain('--what=idle:sleep:handle-lid-switch');
  expect(command).toContain('--mode=block');
  // `cat` ends with its stdin: with this process, however that ends.
  expect(command.at(-1)).toBe('cat');
  expect(execFileSync('cat', { input: '' }).length).toBe(0);
});

test('macOS is kept awake by caffeinate, which ends with this process', () => {
  expect(awakeCommand('darwin', 4711)).toEqual(['caffeinate', '-i', '-s', '-w', '4711']);
});

test('Windows is kept awake by SetThreadExecutionState, until the stdin of its program ends', () => {
  const command = awakeCommand('win32', 4711) ?? [];
  expect(command.slice(0, -1)).toEqual(['powershell.exe', '-NoProfile', '-NonInteractive', '-Command']);
  const script = command.at(-1) ?? '';
  // ES_CONTINUOUS | ES_SYSTEM_REQUIRED.
  expect(script).toContain("SetThreadExecutionState([uint32]'0x80000001')");
  expect(script.indexOf('ReadToEnd')).toBeGreaterThan(script.indexOf("'0x80000001'"));
  expect(script.split('"').length % 2).toBe(1);
});

test('a system without a known way is left as it is', () => {
  expect(awakeCommand('freebsd', 4711)).toBeNull();
});
