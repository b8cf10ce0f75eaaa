import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** Where a test runtime of Electron lies; unset on machines without one. */
const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '';
const electron = path.join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
const run = promisify(execFile);

export const hasElectron = folder !== '' && existsSync(electron);

/** How tests end on Electron's Node, which has another TLS library: paths as vitest takes them, options besides. */
export async function testsInElectron(
  ...tests: readonly string[]
): Promise<{ readonly passed: number; readonly failed: readonly string[] }> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(name)),
  );
  const { stdout } = await run(
    electron,
    ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', ...tests],
    { env: { ...env, ELECTRON_RUN_AS_NODE: '1' }, maxBuffer: 64 * 1024 * 1024 },
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
  return { passed: report.numPassedTests, failed };
}
