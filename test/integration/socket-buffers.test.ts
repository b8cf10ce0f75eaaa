import { connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';

import { loadSocketBuffers } from '../../electron/adapters/socket-buffers.ts';

/** Both ends of a TCP connection; they close with the test. */
async function pair(): Promise<{ readonly ours: Socket; readonly theirs: Socket }> {
  const server = createServer({ pauseOnConnect: true });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const theirs = connect({ port, host: '127.0.0.1' });
  const ours = await accepted;
  onTestFinished(() => {
    theirs.destroy();
    ours.destroy();
    server.close();
  });
  return { ours, theirs };
}

function descriptorOf(socket: Socket): number {
  return Number(Reflect.get(Reflect.get(socket, '_handle') as object, 'fd'));
}

test('Linux and macOS have them', async () => {
  expect((await loadSocketBuffers()) !== null).toBe(['linux', 'darwin'].includes(process.platform));
});

test.runIf(process.platform === 'linux')(
  'tells what the peer has acknowledged and what waits for it',
  async () => {
    const buffers = await loadSocketBuffers();
    const { ours, theirs } = await pair();
    const descriptor = descriptorOf(ours);
    theirs.pause();
    const before = buffers?.readSend(descriptor);
    expect(before?.waitingBytes).toBe(0);
    await new Promise((resolve) => ours.write(Buffer.alloc(10_000), resolve));
    await expect.poll(() => buffers?.readSend(descriptor)?.waitingBytes).toBe(0);
    const after = buffers?.readSend(descriptor);
    expect((after?.acknowledgedBytes ?? 0) - (before?.acknowledgedBytes ?? 0)).toBe(10_000);
  },
);

test.runIf(process.platform === 'linux')(
  'a bounded buffer takes little ahead of a reader that waits',
  async () => {
    const buffers = await loadSocketBuffers();
    const { ours, theirs } = await pair();
    theirs.pause();
    const descriptor = descriptorOf(ours);
    buffers?.limitSend(descriptor, 64 * 1024);
    ours.write(Buffer.alloc(32 * 1024 * 1024));
    await expect.poll(() => buffers?.readSend(descriptor)?.waitingBytes).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(buffers?.readSend(descriptor)?.waitingBytes).toBeLessThan(200_000);
  },
);

test.runIf(process.platform === 'linux')(
  'a closed or wrong descriptor gives nothing and harms nothing',
  async () => {
    const buffers = await loadSocketBuffers();
    expect(buffers?.readSend(-1)).toBeNull();
    expect(buffers?.readSend(999_999)).toBeNull();
    buffers?.limitSend(-1, 1);
  },
);

test.runIf(process.platform === 'linux')(
  'a reader with a small buffer keeps the bytes on our side',
  async () => {
    const buffers = await loadSocketBuffers();
    const { ours, theirs } = await pair();
    theirs.pause();
    buffers?.limitReceive(descriptorOf(theirs), 5_760);
    ours.write(Buffer.alloc(1024 * 1024));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const acknowledged = buffers?.readSend(descriptorOf(ours))?.acknowledgedBytes;
    expect(acknowledged).toBeGreaterThan(0);
    expect(acknowledged).toBeLessThan(100_000);
  },
);
