import { expect, test } from 'vitest';

import { HOSTILE_PATHS } from '../../support/hostile-paths.ts';
import { exchangeOver } from '../../support/raw-clients.ts';
import { startServerProcess } from '../../support/server-process.ts';

test('no spelling opens a file: nothing of node:fs is called while all of them are asked for', async () => {
  const server = await startServerProcess();
  const request = (target: string, method = 'GET') =>
    `${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`;
  for (const target of HOSTILE_PATHS) {
    for (const secure of [true, false]) {
      const port = secure ? server.port : server.plainPort;
      const reply = (await exchangeOver(port, request(target), secure)).toString('latin1');
      expect([target, reply.split('\r\n')[0]]).toEqual([target, 'HTTP/1.1 404 Not Found']);
    }
  }
  const good = await exchangeOver(server.port, request('/firmware/ota_1.bin'));
  expect(good.length).toBeGreaterThan(100_000);
  await exchangeOver(server.port, request('/firmware/ota_1.bin', 'HEAD'));
  await exchangeOver(server.port, 'nonsense\r\n\r\n');
  const { calls, kinds } = await server.seen();
  expect(calls).toEqual([]);
  expect(kinds['404 complete']).toBe(2 * HOSTILE_PATHS.length);
  expect((await server.seen('probe')).calls).toEqual(['existsSync /probe']);
  expect(server.stderr()).toBe('');
}, 60_000);
