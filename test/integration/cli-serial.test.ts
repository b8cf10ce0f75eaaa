import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

import { buildAppImage } from '../../shared/esp/build-image.ts';
import { STAGES } from '../../shared/ota/stage.ts';
import type { Command } from '../support/command.ts';
import { startCommand } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import type { PtyPair } from '../support/pty.ts';
import { openPtyPair } from '../support/pty.ts';
import { tempDir } from '../support/temp-dir.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

function imageFile(version: string): { file: string; digest: string } {
  const bytes = buildAppImage({ version, projectName: 'native_ota', sizeBytes: 100_000 }, sha256);
  const file = path.join(tempDir(), 'app.bin');
  writeFileSync(file, bytes);
  return { file, digest: Buffer.from(bytes.subarray(-32)).toString('hex') };
}

async function ptyPair(): Promise<PtyPair> {
  const pair = await openPtyPair();
  onTestFinished(() => pair.close());
  return pair;
}

async function push(file: string, port: string, dataDir: string, ...more: string[]): Promise<Command> {
  const server = ['--server-port', String(await freePort()), '--bind', '127.0.0.1'];
  return startCommand(['push', file, '--port', port, '--data-dir', dataDir, ...server, ...more]);
}

beforeAll(() => {
  execFileSync(process.execPath, ['electron/launch/cli.mjs', 'ports'], { stdio: 'ignore' });
}, 120_000);

test('a virtual board is updated and proven; offered the same again, it refuses', async () => {
  const dataDir = tempDir();
  const { file, digest } = imageFile('2.0.0');
  const first = await push(file, 'virtual:shelf', dataDir);
  expect(await first.code).toBe(0);
  const stages = first.events().filter(({ event }) => event === 'stage');
  expect(stages.map(({ stage }) => stage)).toEqual([...STAGES]);
  expect(first.events().at(-1)).toMatchObject({
    event: 'verdict',
    outcome: 'confirmed',
    code: null,
    proof: 'digest',
    offeredVersion: '2.0.0',
    version: '2.0.0',
    runningPartition: 'ota_0',
    sha256: { expected: digest, after: digest },
  });
  const again = await push(file, 'virtual:shelf', dataDir);
  expect(await again.code).toBe(1);
  expect(again.events().at(-1)).toMatchObject({
    outcome: 'refused',
    code: 'ota/same-version',
    runningPartition: 'ota_0',
    sha256: { before: digest, after: digest },
  });
}, 60_000);

test('a corrupt image whose checks are overridden is judged by the board itself', async () => {
  const { file } = imageFile('2.0.0');
  const bytes = buildAppImage({ version: '2.0.0', projectName: 'native_ota', sizeBytes: 100_000 }, sha256);
  bytes[50_000] = (bytes[50_000] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const command = await push(file, 'virtual', tempDir(), '--force');
  expect(await command.code).toBe(1);
  expect(command.events().at(-1)).toMatchObject({
    outcome: 'failed',
    code: 'image/corrupt',
    overridden: ['checksum', 'digest'],
  });
}, 60_000);

test('a port without modem lines cannot reset, and opens without complaint otherwise', async () => {
  const { port } = await ptyPair();
  const { file } = imageFile('2.0.0');
  const dataDir = tempDir();
  const reset = await push(file, port, dataDir, '--reset');
  expect(await reset.code).toBe(3);
  expect(reset.events()).toMatchObject([{ event: 'error', code: 'serial/no-modem-lines' }]);
  const silent = await push(file, port, dataDir);
  await silent.said('waiting');
  silent.child.kill('SIGINT');
  expect(await silent.code).toBe(1);
  expect(silent.events()).toMatchObject([
    { event: 'waiting', for: 'reset' },
    { event: 'verdict', outcome: 'cancelled', code: null },
  ]);
}, 60_000);

test('the time of an update can be bounded', async () => {
  const { port } = await ptyPair();
  const command = await push(imageFile('2.0.0').file, port, tempDir(), '--timeout', '0.5');
  expect(await command.code).toBe(1);
  expect(command.events().at(-1)).toMatchObject({ event: 'verdict', outcome: 'failed' });
  expect(command.events().at(-1)?.code).toMatch(/^timeout\//);
});

test('the monitor shows what comes, keeps others out, and ends well', async () => {
  const pair = await ptyPair();
  const monitor = startCommand(['monitor', '--port', pair.port, '--data-dir', tempDir()]);
  await monitor.said('link');
  writeFileSync(pair.board, 'I (12) wifi: up\r\n');
  // These fields and no others: scripts read them.
  expect(await monitor.said('line')).toEqual({
    event: 'line',
    deviceId: `port-${path.basename(pair.port)}`,
    seq: expect.any(Number),
    offset: 0,
    receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    level: 'I',
    tag: 'wifi',
    deviceTimeMs: 12,
    text: 'up',
  });
  const other = await push(imageFile('2.0.0').file, pair.port, tempDir());
  expect(await other.code).toBe(3);
  expect(other.events()).toMatchObject([{ event: 'error', code: 'serial/port-busy' }]);
  monitor.child.kill('SIGTERM');
  expect(await monitor.code).toBe(0);
});

test('the demo confirms a good image and has a corrupt one judged by the board, over loopback alone', async () => {
  const command = startCommand(['demo']);
  expect(await command.code).toBe(0);
  const said = command.events().filter(({ event }) => event === 'demo' || event === 'verdict');
  expect(said).toMatchObject([
    { step: 'goodImage' },
    { outcome: 'confirmed', proof: 'digest' },
    { step: 'corruptImage' },
    { outcome: 'failed', code: 'image/corrupt' },
    { step: 'done', asExpected: true },
  ]);
}, 60_000);
