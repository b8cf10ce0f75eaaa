import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect, test } from 'vitest';

import { pseudoRandomWords } from '../../shared/esp/pseudo-random.ts';
import type { ServerEvent } from '../../shared/ota/server-event.ts';
import { clientHello } from '../support/client-hello.ts';
import type { FirmwareBench } from '../support/firmware-bench.ts';
import { firmwareBench } from '../support/firmware-bench.ts';
import { servedImage } from '../support/served-image.ts';
import { fetchFrom } from '../support/tls-client.ts';
import { mutate } from './mutate-bytes.ts';
import { mutatedStream } from './request-streams.ts';

/** How many streams, and which: `OTA_FUZZ_RUNS=1000000 OTA_FUZZ_SEED=7 npx vitest run test/fuzz/listener.test.ts`. */
const runs = Number(process.env.OTA_FUZZ_RUNS ?? 20_000);
const seed = Number(process.env.OTA_FUZZ_SEED ?? 1);
const AT_ONCE = 64;
/** A good client comes by after so many. */
const GOOD_EVERY = 1_000;

const image = servedImage('ota_1', 3_000);

/** Sends this, says that nothing follows, and gives back all that came. */
function exchange(port: number, bytes: Buffer, from: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from, allowHalfOpen: true });
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.once('end', () => socket.destroy());
    socket.once('close', () => resolve(Buffer.concat(chunks)));
    socket.end(bytes);
  });
}

function exchangeTls(bench: FirmwareBench, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const socket = connectTls({ port: bench.port, host: '127.0.0.1', ca: bench.credentials.caPem }, () =>
      socket.end(bytes),
    );
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(Buffer.concat(chunks)));
  });
}

test(`${runs} mutated streams (seed ${seed}) are answered or refused, and leave nothing behind`, {
  timeout: Math.max(120_000, runs * 10),
}, async () => {
  const bench = await firmwareBench({ plain: true, forgets: true });
  bench.catalogue.publish(image, {
    pushId: null,
    delivery: { body: 'contentLength', access: { kind: 'open' }, scheme: 'http' },
  });
  const hello = await clientHello();
  const next = pseudoRandomWords(seed);
  const statuses = new Map<string, number>();
  const wrong: string[] = [];
  const judge = (reply: Buffer, sent: Buffer): void => {
    const text = reply.toString('latin1');
    const status = /^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1] ?? (text === '' ? 'none' : 'other');
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status === 'other' || status.startsWith('5') || /-----BEGIN|node:internal/.test(text))
      wrong.push(`${JSON.stringify(sent.toString('latin1').slice(0, 500))} -> ${text.slice(0, 200)}`);
  };
  const one = async (run: number): Promise<void> => {
    // The address it comes from: one alone has too few ports for so many connections.
    const from = `127.0.0.${2 + (run % 200)}`;
    if (run % 10 === 9) {
      // No reply can be read to a broken handshake but an alert.
      await exchange(bench.port, Buffer.from(mutate(hello, next)), from);
      return;
    }
    const sent = mutatedStream(next);
    judge(
      run % 100 === 50 ? await exchangeTls(bench, sent) : await exchange(bench.plainPort ?? 0, sent, from),
      sent,
    );
  };
  for (let run = 0; run < runs; run += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, runs - run) }, (_, at) => one(run + at)));
    if (run % GOOD_EVERY >= AT_ONCE) continue;
    expect((await fetchFrom(bench, '/firmware/ota_1.bin')).body.equals(image.bytes)).toBe(true);
  }
  expect(wrong).toEqual([]);
  // The mutations must leave some requests whole and break most, or nothing is tested.
  expect(statuses.get('200') ?? 0).toBeGreaterThan(runs / 50);
  expect(statuses.get('400') ?? 0).toBeGreaterThan(runs / 20);
  expect(statuses.size).toBeGreaterThan(6);
  const count = (kind: ServerEvent['kind']): number => bench.counts.get(kind) ?? 0;
  while (count('disconnected') < count('connected')) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(bench.server.status()).toMatchObject({ connections: 0, downloads: 0 });
  expect(count('requestEnded')).toBe(count('requestStarted'));
  expect(count('connectionRefused')).toBe(0);
});
