import { execFileSync } from 'node:child_process';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

import { startCommand } from '../../support/command.ts';
import { openBoardEnd, openPtyPair, until, writeAll } from '../../support/pty.ts';
import { startSer2net } from '../../support/ser2net.ts';
import { tempDir } from '../../support/temp-dir.ts';

beforeAll(() => {
  execFileSync(process.execPath, ['electron/launch/cli.mjs', 'ports'], { stdio: 'ignore' });
}, 120_000);

test('a remote port that goes away comes back like a board that is plugged in again', async () => {
  const pair = await openPtyPair();
  onTestFinished(() => pair.close());
  const server = await startSer2net(pair.portNode);
  onTestFinished(() => server.kill());
  const board = await openBoardEnd(pair);
  onTestFinished(() => board.close());
  const monitor = startCommand(['monitor', '--port', server.rfc2217, '--data-dir', tempDir()]);
  await monitor.said('link');
  await writeAll(board, Buffer.from('I (1) main: before\r\n'));
  const line = await monitor.said('line');
  expect(Object.keys(line)).toEqual([
    'event',
    'deviceId',
    'seq',
    'offset',
    'receivedAt',
    'level',
    'tag',
    'deviceTimeMs',
    'text',
  ]);
  await server.kill();
  const links = () => monitor.events().filter(({ event }) => event === 'link');
  await until(() => links().length === 2, 'the port is gone', 10_000);
  await server.start();
  await until(() => links().length === 3, 'the port is back', 20_000);
  await writeAll(board, Buffer.from('I (2) main: after\r\n'));
  await until(() => monitor.events().some(({ text }) => text === 'after'), 'the log goes on', 10_000);
  expect(links().map(({ state }) => state)).toEqual(['open', 'gone', 'open']);
  expect(monitor.events().filter(({ event }) => event === 'note')).toMatchObject([
    { text: 'Port gone' },
    { text: expect.stringMatching(/^Port open again after /) },
  ]);
}, 60_000);

test.each(['rfc2217://127.0.0.1', 'socket://127.0.0.1:99999', 'rfc2217://'])(
  '%s ends with exit 3',
  async (port) => {
    const monitor = startCommand(['monitor', '--port', port, '--data-dir', tempDir()]);
    expect(await monitor.code).toBe(3);
    expect(monitor.events()).toMatchObject([{ event: 'error', code: 'serial/bad-url' }]);
  },
);
