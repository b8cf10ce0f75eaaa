// `npm test`: everything that can run on this machine, and one line at the end: `N passed, N failed`.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

import { filesOnPtys, findChromium, findDisplay, findElectron, hasCommand } from './runtimes.mjs';

const RESULTS = 'test-results';
const only = process.argv[2] ?? 'all';
const total = { passed: 0, failed: 0 };
const missing = [];

mkdirSync(RESULTS, { recursive: true });
if (only === 'all') {
  await step('types', [process.execPath, 'test/typecheck.mjs']);
  await step('lint', biome('--formatter-enabled=false'));
  await step('format', biome('--linter-enabled=false', '--assist-enabled=false'));
  await vitest();
}
await endToEnd();

for (const what of missing) process.stdout.write(`left out: ${what}\n`);
if (process.env.CI) total.failed += missing.length;
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;

function biome(...flags) {
  return [
    process.execPath,
    'node_modules/@biomejs/biome/bin/biome',
    'ci',
    '--error-on-warnings',
    ...flags,
    '.',
  ];
}

/** One command that counts as one test. */
async function step(name, command) {
  const ok = (await run(name, command)) === 0;
  count(ok ? 1 : 0, ok ? 0 : 1);
}

async function vitest() {
  const report = path.join(RESULTS, 'vitest.json');
  const flags = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  if (!hasCommand('socat')) {
    const files = filesOnPtys();
    missing.push(`${files.join(', ')} (no socat)`);
    flags.push(...files.map((file) => `--exclude=${file}`));
  }
  const code = await run(
    'unit and integration',
    [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', ...flags],
    report,
  );
  countReport(code, report, (json) => {
    const tests = json.testResults.flatMap((file) => file.assertionResults);
    const left = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
    // Nobody has to have the real images or a C compiler with mbedTLS; some tests are of Linux alone.
    const optional = left.filter(
      ({ fullName }) => process.platform !== 'linux' || /OTA_REAL_IMAGES|own TLS library/.test(fullName),
    );
    for (const { fullName } of optional) process.stdout.write(`left out: ${fullName}\n`);
    const others = left.filter((test) => !optional.includes(test));
    missing.push(...others.map(({ fullName }) => `${fullName} (its runtime is missing)`));
    // A file that could not even be loaded has no tests to fail.
    const unloaded = json.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    );
    return [json.numPassedTests, json.numFailedTests + unloaded.length];
  });
}

async function endToEnd() {
  const built = await run('build', [process.execPath, 'electron/launch/build.mjs']);
  if (built !== 0) return count(0, 1);
  const chromium = await findChromium();
  if (chromium === null) missing.push('the station’s end-to-end tests (no Chromium)');
  else await playwright('station', [], { OTA_TEST_CHROMIUM: chromium });

  const electron = await findElectron();
  const display = findDisplay();
  if (electron === null) missing.push('the window’s end-to-end tests (no Electron runtime)');
  else if (display.missing) missing.push(`the window’s end-to-end tests (${display.missing})`);
  else {
    await playwright('window', display.prefix, { OTA_TEST_ELECTRON: electron });
    if (process.platform === 'linux') await packaged(display.prefix);
  }
}

/** The program as it is installed: unpacked, without the sources. */
async function packaged(prefix) {
  const code = await run('package', [process.execPath, 'electron/launch/package.mjs', '--dir']);
  if (code !== 0) return count(0, 1);
  const program = path.resolve('release', 'linux-unpacked', 'ota-workbench');
  await playwright('packaged', prefix, { OTA_TEST_ELECTRON: program });
}

async function playwright(project, prefix, env) {
  const report = path.join(RESULTS, `${project}.json`);
  const code = await run(
    `end to end: ${project}`,
    [
      ...prefix,
      process.execPath,
      'node_modules/@playwright/test/cli.js',
      'test',
      '--config=test/e2e/playwright.config.ts',
      `--project=${project}`,
      '--reporter=list,json',
    ],
    report,
    { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: path.resolve(report) },
  );
  countReport(code, report, ({ stats }) => [stats.expected, stats.unexpected + stats.flaky + stats.skipped]);
}

/** Counts what a runner wrote down; a runner that failed without a failed test counts as one itself. */
function countReport(code, report, read) {
  const [passed, failed] = existsSync(report) ? read(JSON.parse(readFileSync(report, 'utf8'))) : [0, 0];
  count(passed, code !== 0 && failed === 0 ? 1 : failed);
}

function count(passed, failed) {
  total.passed += passed;
  total.failed += failed;
}

function run(name, [command, ...args], report = null, env = {}) {
  if (report !== null) rmSync(report, { force: true });
  process.stdout.write(`\n== ${name}\n`);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', (error) => {
      process.stdout.write(`${error.message}\n`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
