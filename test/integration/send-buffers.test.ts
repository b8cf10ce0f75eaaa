import { connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';

import { loadSendBuffers } from '../../electron/adapters/send-buffers.ts';

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

test('other systems than Linux have none', async () => {
  expect((await loadSendBuffers()) === null).toBe(process.platform !== 'linux');
});

test.runIf(process.platform === 'linux')(
  'tells what the peer has acknowledged and what waits for it',
  async () => {
    const buffers = await loadSendBuffers();
    const { ours, theirs } = await pair();
    const descriptor = descriptorOf(ours);
    theirs.pause();
    const before = buffers?.read(descriptor);
    expect(before?.waitingBytes).toBe(0);
    await new Promise((resolve) => ours.write(Buffer.alloc(10_000), resolve));
    await expect.poll(() => buffers?.read(descriptor)?.waitingBytes).toBe(0);
    const after = buffers?.read(descriptor);
    expect((after?.acknowledgedBytes ?? 0) - (before?.acknowledgedBytes ?? 0)).toBe(10_000);
  },
);

test.runIf(process.platform === 'linux')(
  'a bounded buffer takes little ahead of a reader that waits',
  async () => {
    const buffers = await loadSendBuffers();
    const { ours, theirs } = await pair();
    theirs.pause();
    const descriptor = descriptorOf(ours);
    buffers?.limit(descriptor, 64 * 1024);
    ours.write(Buffer.alloc(32 * 1024 * 1024));
    await expect.poll(() => buffers?.read(descriptor)?.waitingBytes).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(buffers?.read(descriptor)?.waitingBytes).toBeLessThan(200_000);
  },
);

test.runIf(process.platform === 'linux')(
  'a closed or wrong descriptor gives nothing and harms nothing',
  async () => {
    const buffers = await loadSendBuffers();
    expect(buffers?.read(-1)).toBeNull();
    expect(buffers?.read(999_999)).toBeNull();
    buffers?.limit(-1, 1);
  },
);
