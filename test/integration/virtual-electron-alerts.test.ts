import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

import { tempDir } from '../support/temp-dir.ts';

const run = promisify(execFile);
const SOURCE = 'test/support/virtual-alerts-main.ts';

/** What the program prints under a runtime, given as its executable. */
async function alertsUnder(executable: string): Promise<unknown> {
  const outfile = path.join(tempDir(), 'alerts.mjs');
  await build({
    entryPoints: [SOURCE],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { stdout } = await run(executable, [outfile], { env, timeout: 25_000 });
  return JSON.parse(stdout);
}

const EXPECTED = {
  unknownCa: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
  otherHost: 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
};

test('a server in Node hears both refusals of a virtual board in the same program', async () => {
  expect(await alertsUnder(process.execPath)).toEqual({
    runtime: 'node',
    ...EXPECTED,
    unknownCaTls13: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
  });
});

const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '';
const electron = path.join(dist, process.platform === 'win32' ? 'electron.exe' : 'electron');

test.runIf((dist !== '' && existsSync(electron)) || process.env.CI !== undefined)(
  'a server in Electron hears the same, but for TLS 1.3 (with ELECTRON_OVERRIDE_DIST_PATH)',
  async () => {
    expect(await alertsUnder(electron)).toEqual({
      runtime: 'electron',
      ...EXPECTED,
      unknownCaTls13: 'ERR_SSL_BAD_PACKET_LENGTH',
    });
  },
);
