import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** Where a test runtime of Electron lies; unset on machines without one. */
const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '';
const electron = path.join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
const run = promisify(execFile);

test.runIf(folder !== '' && existsSync(electron))(
  "certificates and server pass their tests on Electron's Node, which has another TLS library",
  async () => {
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(name)),
    );
    const folders = [
      'test/integration/server/',
      'test/integration/certificates',
      'test/integration/authorities',
      'test/integration/brought-along',
      'test/integration/pkcs12',
      'test/unit/tls',
      'test/unit/server',
    ];
    const { stdout } = await run(
      electron,
      ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', ...folders],
      {
        env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
        maxBuffer: 64 * 1024 * 1024,
      },
    ).catch((failed: { readonly stdout: string }) => failed);
    const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
      readonly numPassedTests: number;
      readonly testResults: readonly {
        readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
      }[];
    };
    const failed = report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => fullName);
    expect(failed).toEqual([]);
    expect(report.numPassedTests).toBeGreaterThan(200);
  },
  120_000,
);
