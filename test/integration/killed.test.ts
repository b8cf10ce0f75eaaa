import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

import type { Stage } from '../../shared/ota/stage.ts';
import { startCommand } from '../support/command.ts';
import { CoreClient } from '../support/core-client.ts';
import { freePort } from '../support/free-port.ts';
import { soundApp } from '../support/images.ts';
import { tempDir } from '../support/temp-dir.ts';

const DEVICE = 'virtual-bench';
const image = soundApp({ projectName: 'native_ota_example', version: '2.0.0', sizeBytes: 0x30000 });

// The first call of the command in a clone builds it.
beforeAll(() => {
  execFileSync(process.execPath, ['electron/launch/cli.mjs', 'ports'], { stdio: 'ignore' });
}, 120_000);

/** `push` in a process of its own. */
async function push(dataDir: string) {
  const file = path.join(tempDir(), 'app.bin');
  writeFileSync(file, image);
  const port = ['--server-port', String(await freePort()), '--bind', '127.0.0.1'];
  return startCommand(['push', file, '--port', 'virtual:bench', '--data-dir', dataDir, ...port]);
}

/** Ends the process as `kill -9` does once this holds of what it said. */
async function killOnce(
  command: Awaited<ReturnType<typeof push>>,
  holds: (event: Record<string, unknown>) => boolean,
): Promise<void> {
  await expect.poll(() => command.events().some(holds), { timeout: 40_000, interval: 5 }).toBe(true);
  command.child.kill('SIGKILL');
  expect(await command.code).toBeNull();
}

/** The program once more over the same data: what it says of the update. */
async function nextStart(dataDir: string) {
  const client = await CoreClient.open({ dataDir });
  onTestFinished(() => client.close());
  const { deviceId } = await client.call('board.open', { path: 'virtual:bench', baudRate: 115_200 });
  expect(deviceId).toBe(DEVICE);
  const session = client.state('board', deviceId)?.session ?? null;
  const listed = async () => (await client.call('history.list', { offset: 0, limit: 10 })).entries;
  await expect.poll(async () => (await listed()).length, { timeout: 10_000 }).toBeGreaterThan(0);
  return { client, session, entries: await listed() };
}

const reportOf = (dataDir: string) => {
  const [folder = ''] = readdirSync(path.join(dataDir, 'reports')).filter((name) => !name.endsWith('.zip'));
  const at = path.join(dataDir, 'reports', folder);
  return { at, report: JSON.parse(readFileSync(path.join(at, 'report.json'), 'utf8')) };
};

test.each<Stage>(['ready', 'writing', 'newImageRuns'])(
  'a program that is killed at %s says at its next start that the end is unknown, with the log up to there',
  { timeout: 90_000 },
  async (stage) => {
    const dataDir = tempDir();
    await killOnce(await push(dataDir), (event) => event.event === 'stage' && event.stage === stage);
    const { client, session, entries } = await nextStart(dataDir);
    expect(session?.verdict).toMatchObject({ outcome: 'unknown', error: { code: 'host/ended' } });
    expect(entries).toMatchObject([{ outcome: 'unknown', code: 'host/ended', deviceId: DEVICE }]);
    await client.core.stop();
    const { at, report } = reportOf(dataDir);
    const [one] = report.cases;
    expect(one).toMatchObject({ board: { port: 'virtual:bench', virtual: true }, logs: { server: null } });
    const log = readFileSync(path.join(at, one.logs.board.file), 'latin1');
    expect(log).toContain('rst:0x1 (POWERON_RESET)');
    expect(log.length).toBe(one.logs.board.bytes);
    expect(readdirSync(path.join(dataDir, 'journal'))).toEqual([]);
  },
);

test('a program that is killed with its verdict on the screen keeps that verdict', {
  timeout: 90_000,
}, async () => {
  const dataDir = tempDir();
  await killOnce(await push(dataDir), ({ event }) => event === 'verdict');
  const { client, session, entries } = await nextStart(dataDir);
  expect(session?.verdict?.outcome ?? 'confirmed').toBe('confirmed');
  expect(entries).toMatchObject([{ outcome: 'confirmed' }]);
  await client.core.stop();
  expect(reportOf(dataDir).report.cases).toMatchObject([{ outcome: 'confirmed' }]);
});
