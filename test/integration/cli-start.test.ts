import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';

import { tempDir } from '../support/temp-dir.ts';

test('npm start without Electron says why in one line and opens the station in its place', async () => {
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: tempDir(), LANG: 'en_US.UTF-8' };
  const child = spawn(process.execPath, ['electron/launch/start.mjs', '--data-dir', tempDir()], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  const url = new URL(/http:\S+/.exec(String(line))?.[0] ?? '');
  expect(url.hostname).toBe('127.0.0.1');
  expect(url.hash).toMatch(/^#token=[\w-]{43}$/);
  const said = stderr.split('\n').filter((text) => text !== '' && !text.startsWith('built '));
  expect(said).toEqual([
    expect.stringMatching(/^The window cannot open: .+\. The station starts instead\.$/),
  ]);
  const page = await fetch(url.origin);
  expect(await page.text()).toContain('<title>OTA Workbench</title>');
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
}, 120_000);
