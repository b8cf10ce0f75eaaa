import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse as parseJunit2json } from 'junit2json';
import { beforeAll, expect, test } from 'vitest';

import { buildAppImage } from '../../shared/esp/build-image.ts';
import { reportSchema } from '../../shared/report/report-schema.ts';
import type { Command } from '../support/command.ts';
import { startCommand } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { tempDir } from '../support/temp-dir.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const SCHEMA = path.resolve('test/support/schemas/jenkins-junit.xsd');

/** Two app images in a folder of their own, and what every command of the test is told. */
interface Bench {
  readonly folder: string;
  readonly a: string;
  readonly b: string;
  readonly report: string;
  readonly start: (...args: string[]) => Promise<Command>;
}

function bench(): Bench {
  const folder = tempDir();
  const [a, b] = ['1.1.0', '2.2.22'].map((version) => {
    const file = path.join(folder, `${version}.bin`);
    const options = { projectName: 'native_ota_example', version, sizeBytes: 100_000, seed: version.length };
    writeFileSync(file, buildAppImage(options, sha256));
    return file;
  }) as [string, string];
  const dataDir = path.join(folder, 'data');
  return {
    folder,
    a,
    b,
    report: path.join(folder, 'report'),
    start: async (...args) => {
      const server = ['--server-port', String(await freePort()), '--bind', '127.0.0.1'];
      return startCommand([...args, ...server, '--data-dir', dataDir]);
    },
  };
}

/** A report that is whole, by its own schema, by the format of build servers, and by a reader of it. */
async function wholeReport(folder: string) {
  const junit = path.join(folder, 'junit.xml');
  execFileSync('xmllint', ['--noout', '--nonet', '--schema', SCHEMA, junit], { stdio: 'pipe' });
  const suites = await parseJunit2json(readFileSync(junit, 'utf8'));
  const suite = suites && 'testsuite' in suites ? suites.testsuite?.[0] : undefined;
  const report = reportSchema.parse(JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8')));
  expect(suite?.testcase).toHaveLength(report.cases.length);
  expect(readFileSync(path.join(folder, 'report.html'), 'utf8')).toMatch(/<\/html>\n$/);
  return report;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}

// The first call of the command in a clone builds it.
beforeAll(() => {
  execFileSync(process.execPath, ['electron/launch/cli.mjs', 'ports'], { stdio: 'ignore' });
}, 120_000);

test('a soak says every event with its cycle, each verdict once, and its summary last', async () => {
  const { a, b, report, start } = bench();
  const soak = await start(
    'soak',
    a,
    b,
    '--port',
    'virtual:s',
    '--cycles',
    '2',
    '--reset',
    '--report',
    report,
  );
  expect(await soak.code).toBe(0);
  const events = soak.events();
  expect(events.slice(0, -1).every(({ cycle }) => cycle === 1 || cycle === 2)).toBe(true);
  const verdicts = events.filter(({ event }) => event === 'verdict');
  expect(verdicts.map(({ cycle, outcome, version }) => [cycle, outcome, version])).toEqual([
    [1, 'confirmed', '1.1.0'],
    [2, 'confirmed', '2.2.22'],
  ]);
  for (const nth of [1, 2])
    expect(events.filter(({ event, cycle }) => event === 'stage' && cycle === nth).length).toBeGreaterThan(5);
  const last = events.at(-1);
  expect(last).toMatchObject({ event: 'summary', cycles: 2, confirmed: 2, failed: 0, report });
  expect(last).not.toHaveProperty('outcome');
  expect(await wholeReport(report)).toMatchObject({ state: 'ended', summary: { confirmed: 2, open: 0 } });
  expect(existsSync(path.join(report, 'logs', 'cycle-2-board.raw'))).toBe(true);
  expect(existsSync(`${report}.zip`)).toBe(true);
});

test('a soak that is killed leaves a valid report of what was', async () => {
  const { a, b, report, start } = bench();
  const soak = await start(
    'soak',
    a,
    b,
    '--port',
    'virtual:k',
    '--cycles',
    '50',
    '--reset',
    '--report',
    report,
  );
  await soak.said('verdict');
  await until(() => soak.events().some(({ event, cycle }) => event === 'stage' && cycle === 2));
  await until(() => readFileSync(path.join(report, 'report.json'), 'utf8').includes('"confirmed": 1'));
  soak.child.kill('SIGKILL');
  expect(await soak.code).toBeNull();
  const { state, summary, cases } = await wholeReport(report);
  expect(state).toBe('running');
  expect(summary).toMatchObject({ cases: 50, confirmed: 1, notConfirmed: 0, open: 49 });
  expect(cases[0]).toMatchObject({ outcome: 'confirmed', proof: 'digest' });
  for (const log of [cases[0]?.logs.board?.file, cases[0]?.logs.server?.file])
    expect(readFileSync(path.join(report, log ?? ''), 'utf8')).not.toBe('');
  expect(readFileSync(path.join(report, 'report.html'), 'utf8')).toContain('1.1.0');
});

test('SIGINT ends a soak within a second with its summary, the running cycle as cancelled', async () => {
  const { a, b, report, start } = bench();
  const soak = await start(
    'soak',
    a,
    b,
    '--port',
    'virtual:i',
    '--cycles',
    '50',
    '--reset',
    '--report',
    report,
  );
  await until(() => soak.events().some(({ event, stage }) => event === 'stage' && stage === 'writing'));
  const askedAtMs = Date.now();
  soak.child.kill('SIGINT');
  await soak.said('summary');
  expect(Date.now() - askedAtMs).toBeLessThan(1_000);
  expect(await soak.code).toBe(1);
  const [verdict, summary] = soak.events().slice(-2);
  expect(verdict).toMatchObject({ event: 'verdict', outcome: 'cancelled', cycle: 1 });
  expect(verdict?.message).toContain('A part of the image lies in the other slot');
  expect(summary).toMatchObject({ event: 'summary', cycles: 1, confirmed: 0, failed: 1 });
  expect(await wholeReport(report)).toMatchObject({ state: 'ended', summary: { open: 49 } });
});

test('a command between cycles that fails is told, counts as a failure, and stops after as many as asked', async () => {
  const { a, b, report, start } = bench();
  const soak = await start(
    ...['soak', a, b, '--port', 'virtual:b', '--cycles', '9', '--reset', '--report', report],
    ...['--between', 'echo no relay >&2; exit 4', '--stop-after', '2'],
  );
  expect(await soak.code).toBe(1);
  const told = soak.events().filter(({ event }) => event === 'case');
  expect(told.map(({ cycle, code, outcome }) => [cycle, code, outcome])).toEqual([
    [2, 'run/command-failed', 'interrupted'],
    [3, 'run/command-failed', 'interrupted'],
  ]);
  expect(told[0]?.message).toContain('no relay');
  expect(soak.events().at(-1)).toMatchObject({ event: 'summary', cycles: 3, confirmed: 1, failed: 2 });
  expect((await wholeReport(report)).summary).toMatchObject({ confirmed: 1, notConfirmed: 2, open: 6 });
});

test('a fleet updates its boards, with the board in every event, and goes on without a report', async () => {
  const { folder, b, start } = bench();
  const file = path.join(folder, 'no-folder');
  writeFileSync(file, '');
  const ports = ['x', 'y', 'z'].flatMap((name) => ['--port', `virtual:${name}`]);
  const fleet = await start('fleet', b, ...ports, '--reset', '--report', path.join(file, 'report'));
  expect(await fleet.code).toBe(0);
  const events = fleet.events();
  expect(events.filter(({ event }) => event === 'warning')).toMatchObject([{ code: 'report/not-writable' }]);
  const verdicts = events.filter(({ event }) => event === 'verdict');
  expect(verdicts.map(({ deviceId, outcome }) => `${deviceId} ${outcome}`).sort()).toEqual(
    ['x', 'y', 'z'].map((name) => `virtual-${name} confirmed`),
  );
  // The canary has its verdict before any other board begins.
  const first = events.findIndex(({ event }) => event === 'verdict');
  expect(new Set(events.slice(0, first).map(({ deviceId }) => deviceId ?? 'virtual-x'))).toEqual(
    new Set(['virtual-x']),
  );
  expect(events.at(-1)).toMatchObject({ event: 'summary', boards: 3, confirmed: 3, failed: 0, skipped: 0 });
});

test('everything wrong with a plan is said with file, line and column, and nothing begins', async () => {
  const { folder, start } = bench();
  const file = path.join(folder, 'bad.yaml');
  writeFileSync(
    file,
    'name: Bad\nimages: { new: 2.2.22.bin }\nboards: [{ virtual: v }]\nsteps:\n  - { push: new, expext: failed }\n  - { push: nwe }\n  - { soak: [new], cycles: many }\n',
  );
  const plan = await start('run', file);
  expect(await plan.code).toBe(2);
  expect(plan.events().map(({ event, line, code }) => [event, line, code])).toEqual([
    ['problem', 5, 'plan/unknown-key'],
    ['problem', 6, 'plan/unknown-image'],
    ['problem', 7, 'plan/wrong-value'],
  ]);
  for (const { message, line, column } of plan.events())
    expect(String(message).startsWith(`${file}:${line}:${column}: `)).toBe(true);
  const absent = await start('run', path.join(folder, 'none.yaml'));
  expect(await absent.code).toBe(2);
  expect(absent.events()).toMatchObject([{ event: 'error', code: 'plan/unreadable' }]);
});

test('a plan is judged by its expectations: 1 where one is not met, its cases in the events', async () => {
  const { folder, report, start } = bench();
  const file = path.join(folder, 'plan.yaml');
  writeFileSync(
    file,
    'name: Good\nimages: { new: 2.2.22.bin }\nboards: [{ virtual: v }]\nsteps:\n  - { push: new, reset: true }\n  - { push: new, fault: status-404, force: all, reset: true, expect: { outcome: failed, code: tls/unknown-ca } }\n',
  );
  const plan = await start('run', file, '--report', report);
  expect(await plan.code).toBe(1);
  const events = plan.events();
  expect(
    events.slice(0, -1).every(({ case: name }) => name === '1. new' || name === '2. new, status-404'),
  ).toBe(true);
  expect(events.filter(({ event }) => event === 'case')).toMatchObject([
    { passed: true, outcome: 'confirmed', deviceId: 'virtual-v' },
    { passed: false, outcome: 'failed', code: 'http/status', expected: 'failed, tls/unknown-ca' },
  ]);
  expect(events.at(-1)).toMatchObject({ event: 'summary', cases: 2, passed: 1, failed: 1, skipped: 0 });
  expect((await wholeReport(report)).cases.map(({ expectation }) => expectation?.met)).toEqual([true, false]);
});
