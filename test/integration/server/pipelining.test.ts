import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';

import { firmwareBench } from '../../support/firmware-bench.ts';
import { servedImage } from '../../support/served-image.ts';
import { sendRaw } from '../../support/tls-client.ts';

const image = servedImage('ota_1', 20_000);
const request = (line: string, last = false): string =>
  `${line} HTTP/1.1\r\nHost: x\r\n${last ? 'Connection: close\r\n' : ''}\r\n`;

test('two thousand requests in one write are all answered, in their order', async () => {
  const bench = await firmwareBench();
  bench.catalogue.publish(image, { pushId: null });
  const lines = Array.from({ length: 1_999 }, (_, at) => request(`GET /nothing/${at}`));
  const text = await sendRaw(bench, lines.join('') + request('GET /health', true));
  expect(text.match(/HTTP\/1\.1 404 Not Found/g)).toHaveLength(1_999);
  expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(1);
  expect(text.lastIndexOf('404 Not Found')).toBeLessThan(text.indexOf('200 OK'));
  const ended = bench.events.filter((event) => event.kind === 'requestEnded');
  expect(ended.map(({ path }) => path)).toEqual([
    ...Array.from({ length: 1_999 }, (_, at) => `/nothing/${at}`),
    '/health',
  ]);
  expect(new Set(ended.map(({ outcome }) => outcome))).toEqual(new Set(['complete']));
});

test('three hundred downloads in one write arrive one after the other', async () => {
  const bench = await firmwareBench();
  bench.catalogue.publish(image, { pushId: null });
  const get = 'GET /firmware/ota_1.bin';
  const text = await sendRaw(bench, request(get).repeat(299) + request(get, true));
  const bodies = text.split('HTTP/1.1 200 OK\r\n').slice(1);
  expect(bodies).toHaveLength(300);
  const expected = Buffer.from(image.bytes).toString('latin1');
  for (const body of bodies) expect(body.endsWith(`\r\n\r\n${expected}`)).toBe(true);
});

test('without TLS too, as many as one likes', async () => {
  const bench = await firmwareBench({ plain: true });
  const socket = connect(bench.plainPort ?? 0, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write(request('GET /health').repeat(4_999) + request('GET /health', true));
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  expect(
    Buffer.concat(chunks)
      .toString()
      .match(/HTTP\/1\.1 200 OK/g),
  ).toHaveLength(5_000);
});

test('requests that come while a reply waits for room are answered when there is some', async () => {
  const bench = await firmwareBench();
  const big = servedImage('big', 8 * 1024 * 1024);
  bench.catalogue.publish(big, { pushId: null });
  const flood = request('GET /health').repeat(1_500) + request('GET /nothing', true);
  const text = await sendRaw(bench, request('GET /firmware/big.bin') + flood);
  expect(text.match(/"status":"ok"/g)).toHaveLength(1_500);
  expect(text.endsWith('Not found.\n')).toBe(true);
});

test('what is no request is refused after the replies that are due before it', async () => {
  const bench = await firmwareBench();
  const big = servedImage('big', 2_000_000);
  bench.catalogue.publish(big, { pushId: null });
  const text = await sendRaw(bench, `${request('GET /firmware/big.bin')}nonsense\r\n\r\nmore of it\r\n\r\n`);
  expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(text.length).toBeGreaterThan(2_000_000);
  expect(text.match(/HTTP\/1\.1 400 Bad Request/g)).toHaveLength(1);
  expect(text.endsWith('Bad Request\n')).toBe(true);
});
