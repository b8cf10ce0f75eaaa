import type { TLSSocket } from 'node:tls';
import { beforeAll, expect, test } from 'vitest';

import { firmwareBench } from '../../support/firmware-bench.ts';
import { servedImage } from '../../support/served-image.ts';
import type { TestCredentials } from '../../support/test-credentials.ts';
import { makeTestCredentials } from '../../support/test-credentials.ts';
import { fetchFrom, openTls } from '../../support/tls-client.ts';

let old: TestCredentials;
beforeAll(async () => {
  old = await makeTestCredentials();
});

const fingerprint = (socket: TLSSocket) => socket.getPeerCertificate().fingerprint256;

test('each peer is shown the certificate that is chosen for its address, at the same time', async () => {
  const bench = await firmwareBench({ credentialsFor: (peer) => (peer === '127.0.0.7' ? old : null) });
  const ours = await openTls(bench);
  const theirs = await openTls(bench, { ca: old.caPem, localAddress: '127.0.0.7' });
  expect(fingerprint(theirs)).not.toBe(fingerprint(ours));
  const all = await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      n % 2 === 0 ? openTls(bench) : openTls(bench, { ca: old.caPem, localAddress: '127.0.0.7' }),
    ),
  );
  expect(all.map(fingerprint)).toEqual(all.map((_, n) => fingerprint(n % 2 === 0 ? ours : theirs)));
});

test('a peer of the old authority does not trust the new one’s certificate', async () => {
  const bench = await firmwareBench({ credentialsFor: () => null });
  await expect(openTls(bench, { ca: old.caPem, localAddress: '127.0.0.7' })).rejects.toThrow(/certificate/);
});

test('a certificate that is replaced leaves what was chosen for a peer as it is', async () => {
  const bench = await firmwareBench({ credentialsFor: (peer) => (peer === '127.0.0.7' ? old : null) });
  const other = await makeTestCredentials();
  bench.server.setCredentials(other);
  await openTls(bench, { ca: old.caPem, localAddress: '127.0.0.7' });
  await openTls(bench, { ca: other.caPem });
});

test('small records carry the image whole, and no record is larger', async () => {
  const bench = await firmwareBench({ recordBytes: () => 1_024 });
  const image = servedImage('ota_1', 300_001);
  bench.catalogue.publish(image, { pushId: null });
  const { body } = await fetchFrom(bench, '/firmware/ota_1.bin');
  expect(body.equals(Buffer.from(image.bytes))).toBe(true);

  const socket = await openTls(bench);
  const sizes: number[] = [];
  socket.on('data', (chunk: Buffer) => sizes.push(chunk.length));
  socket.write('GET /firmware/ota_1.bin HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  await new Promise((resolve) => socket.once('end', resolve));
  // Node hands over each record by itself.
  expect(Math.max(...sizes)).toBe(1_024);
});
