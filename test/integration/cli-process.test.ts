import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

import { buildAppImage } from '../../shared/esp/build-image.ts';
import { startCommand } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { tempDir } from '../support/temp-dir.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

function imageFile(): string {
  const file = path.join(tempDir(), 'app.bin');
  writeFileSync(file, buildAppImage({ version: '2.0.0' }, sha256));
  return file;
}

async function serve(dataDir: string): Promise<ReturnType<typeof startCommand>> {
  const port = String(await freePort());
  return startCommand(['serve', imageFile(), '--port', port, '--bind', '127.0.0.1', '--data-dir', dataDir]);
}

// The first call of the command in a clone builds it.
beforeAll(() => {
  execFileSync(process.execPath, ['electron/launch/cli.mjs', 'ports'], { stdio: 'ignore' });
}, 120_000);

test('stdout carries JSON lines and nothing else, and the exit code tells', async () => {
  const sound = startCommand(['image', imageFile()]);
  expect(await sound.code).toBe(0);
  expect(sound.events()).toMatchObject([{ event: 'image', kind: 'app', problems: [] }]);
  const none = startCommand(['image', 'package.json']);
  expect(await none.code).toBe(2);
  expect(none.events()).toMatchObject([
    { event: 'image', kind: 'text' },
    { event: 'error', code: 'image/not-an-app' },
  ]);
});

test('a served image is downloaded whole with the exported CA, and the request is told', async () => {
  const dataDir = tempDir();
  const server = await serve(dataDir);
  const { urls } = (await server.said('listening')) as { urls: string[] };
  const url = urls[0] as string;
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/firmware\/app\.bin$/);
  const ca = path.join(tempDir(), 'ca.pem');
  expect(await startCommand(['cert', '--export', ca, '--data-dir', dataDir]).code).toBe(0);
  const body = await new Promise<Buffer>((resolve, reject) => {
    get(url, { ca: readFileSync(ca) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks)));
    }).on('error', reject);
  });
  expect(body.equals(Buffer.from(buildAppImage({ version: '2.0.0' }, sha256)))).toBe(true);
  expect(await server.said('request')).toMatchObject({
    peer: '127.0.0.1',
    method: 'GET',
    path: '/firmware/app.bin',
    status: 200,
    bytes: body.length,
    outcome: 'complete',
  });
  server.child.kill('SIGTERM');
  expect(await server.code).toBe(0);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends a server well', async (signal) => {
  const server = await serve(tempDir());
  await server.said('listening');
  server.child.kill(signal);
  expect(await server.code).toBe(0);
  expect(server.events().map(({ event }) => event)).toEqual(['listening', 'stopped']);
  expect(server.events()[1]).toEqual({ event: 'stopped', cut: [] });
});

test('a data directory in use keeps out all but those who only look', async () => {
  const dataDir = tempDir();
  const holder = await serve(dataDir);
  await holder.said('listening');
  const second = await serve(dataDir);
  expect(await second.code).toBe(3);
  expect(second.events()).toMatchObject([{ event: 'error', code: 'data/in-use' }]);
  const message = String(second.events()[0]?.message);
  expect(message).toContain(dataDir);
  expect(message).toContain(String(holder.child.pid));
  const lookers = [['cert'], ['ports'], ['image', imageFile()]];
  const codes = lookers.map((args) => startCommand([...args, '--data-dir', dataDir]).code);
  expect(await Promise.all(codes)).toEqual([0, 0, 0]);
  holder.child.kill('SIGKILL');
  await holder.code;
  const third = await serve(dataDir);
  await third.said('listening');
});

test('a reader that goes away ends the server, without a word about it', async () => {
  const server = await serve(tempDir());
  await server.said('listening');
  server.child.stdout?.destroy();
  const ended = server.code;
  const { port } = new URL((server.events()[0] as { urls: string[] }).urls[0] as string);
  // A request whose line cannot be written any more.
  get(`https://127.0.0.1:${port}/`, { rejectUnauthorized: false }, (response) => response.resume());
  expect(await ended).toBe(0);
  expect(server.stderr()).not.toMatch(/EPIPE|at /);
});

test('the checks of an update come in their order: image, server address, serial port', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void taken.close());
  const takenPort = String((taken.address() as AddressInfo).port);
  const push = (file: string, port: string) => [
    'push',
    file,
    '--port',
    '/dev/none',
    '--server-port',
    port,
    '--bind',
    '127.0.0.1',
    '--data-dir',
    tempDir(),
  ];
  const codes = [
    [push('none.bin', takenPort), 2, 'image/not-found'],
    [push('package.json', takenPort), 2, 'image/not-an-app'],
    [push(imageFile(), takenPort), 3, 'server/address-in-use'],
    [push(imageFile(), String(await freePort())), 3, 'serial/port-not-found'],
  ] as const;
  for (const [args, exitCode, code] of codes) {
    const command = startCommand(args);
    expect(await command.code).toBe(exitCode);
    expect(command.events().at(-1)).toMatchObject({ event: 'error', code });
  }
});

test('an address that is not this machine’s is named', async () => {
  const dataDir = tempDir();
  const command = startCommand(['serve', imageFile(), '--bind', '203.0.113.7', '--data-dir', dataDir]);
  expect(await command.code).toBe(3);
  expect(command.events()).toMatchObject([{ event: 'error', code: 'server/address-not-ours' }]);
});
