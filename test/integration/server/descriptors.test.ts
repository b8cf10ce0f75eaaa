import { expect, test } from 'vitest';

import { exchangeOver, sayAndWait } from '../../support/raw-clients.ts';
import { startServerProcess } from '../../support/server-process.ts';

const onPosix = process.platform !== 'win32';
const GET = 'GET /firmware/ota_1.bin HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n';

test.runIf(onPosix)(
  'a server with hardly a descriptor left turns clients away, one event each, and serves again when there are some',
  async () => {
    const server = await startServerProcess({ openFiles: 128 });
    const held = await Promise.all(Array.from({ length: 300 }, () => sayAndWait(server.port)));
    const full = await server.until(
      ({ kinds }) => (kinds.connected ?? 0) + (kinds['refused/outOfDescriptors'] ?? 0) >= 300,
    );
    expect(full.kinds['refused/outOfDescriptors']).toBeGreaterThan(150);
    expect(full.status.connections).toBeGreaterThan(20);
    for (const socket of held) socket.destroy();
    await server.until(({ status }) => status.connections === 0);
    expect((await exchangeOver(server.port, GET)).length).toBeGreaterThan(100_000);
    const after = await server.until(({ status }) => status.connections === 0);
    expect(after.kinds['200 complete']).toBe(1);
    expect((after.kinds.connected ?? 0) + (after.kinds['refused/outOfDescriptors'] ?? 0)).toBe(301);
    expect(server.stderr()).toBe('');
  },
  60_000,
);

test.runIf(onPosix)(
  'a server that does not know its limit and meets it loses connections, and nothing else',
  async () => {
    const server = await startServerProcess({ openFiles: 96, blind: true });
    const held = await Promise.all(Array.from({ length: 200 }, () => sayAndWait(server.port)));
    const full = await server.seen();
    expect(full.status.connections).toBeLessThan(96);
    for (const socket of held) socket.destroy();
    await server.until(({ status }) => status.connections === 0);
    expect((await exchangeOver(server.port, GET)).length).toBeGreaterThan(100_000);
    expect(server.stderr()).toBe('');
  },
  60_000,
);
