import { expect, onTestFinished, test } from 'vitest';

import { firmwareBench } from '../../support/firmware-bench.ts';
import { servedImage } from '../../support/served-image.ts';
import { openTls } from '../../support/tls-client.ts';

const GET = 'GET /firmware/big.bin HTTP/1.1\r\nHost: x\r\n\r\n';
const big = { ...servedImage('big', 64), bytes: new Uint8Array(32 * 1024 * 1024) };

test('it is told when sixteen are served at once, once, and when nobody is any more', async () => {
  const told: boolean[] = [];
  const bench = await firmwareBench({ onCrowd: (isCrowd) => told.push(isCrowd) });
  bench.catalogue.publish(big, { pushId: null });
  const sockets = [];
  for (let count = 1; count <= 18; count += 1) {
    const socket = await openTls(bench);
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    socket.write(GET);
    await bench.event('requestStarted', count);
    sockets.push(socket);
    expect(told).toEqual(count < 16 ? [] : [true]);
  }
  for (const [at, socket] of sockets.entries()) {
    socket.destroy();
    await bench.event('requestEnded', at + 1);
    expect(told).toEqual(at < 17 ? [true] : [true, false]);
  }
});
