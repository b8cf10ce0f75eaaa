import { expect, test } from 'vitest';

import { testServer, virtualBench } from '../support/virtual-bench.ts';
import { appImage } from '../support/virtual-fake.ts';

const IMAGE = appImage({ version: '2.0.0', sizeBytes: 0x30000 });

test('a board that reads slowly loses nothing of a body that the end of the connection ends', async () => {
  const { url } = await testServer((_request, response) => {
    response.useChunkedEncodingByDefault = false;
    response.writeHead(200, { Connection: 'close' });
    response.end(IMAGE);
  });
  const bench = await virtualBench({ timeScale: 0.1, wifiBytesPerSecond: 60_000 });
  await bench.line('Main DNS: ');
  await bench.send(url('app.bin'));
  expect(await bench.line('Total Write binary data length')).toContain(`: ${IMAGE.length}`);
  await bench.line('Prepare to restart system!');
});
