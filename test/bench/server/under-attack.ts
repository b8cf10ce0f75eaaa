import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { connect as connectTls } from 'node:tls';
import { parseArgs } from 'node:util';

import { clientHello } from '../../support/client-hello.ts';
import { makeTestCredentials } from '../../support/test-credentials.ts';
import { pinClient, startOurs } from './bench-servers.ts';
import { bundleOurs } from './bundle-ours.ts';

/**
 * A good client downloads 4 MiB over TLS again and again, alone and beside each kind of bad ones, in rounds that take
 * turns. Prints the median time of a download, alone and beside them, and the ratio. The bad ones share the client's
 * processor with the good one: what they cost it is in the ratio too.
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, downloads: { type: 'string', default: '15' } },
});
const SIZE_BYTES = 4 * 1024 * 1024;
const folder = mkdtempSync(path.join(tmpdir(), 'ota-bench-'));
const credentials = await makeTestCredentials();
writeFileSync(path.join(folder, 'image.bin'), Buffer.alloc(SIZE_BYTES, 0x5a));
writeFileSync(path.join(folder, 'cert.pem'), credentials.certPem);
writeFileSync(path.join(folder, 'key.pem'), credentials.keyPem);

type Attack = (port: number) => Promise<() => void>;

const hello = await clientHello();
const GET = 'GET /firmware/image.bin HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';

/** What bad clients do; each gives back how to end it. */
const ATTACKS: Readonly<Record<string, Attack>> = {
  '1,000 silent connections': (port) => hold(1_000, () => tcp(port)),
  '1,000 stalled handshakes': (port) =>
    hold(1_000, (at) => tcp(port, at % 2 === 0 ? hello : hello.subarray(0, 60))),
  '200 slow headers': (port) => hold(200, () => tls(port, 'GET / HTTP/1.1\r\nHost: x\r\n')),
  '200 readers that stop': (port) => hold(200, () => tls(port, GET, true)),
  'huge headers, 50 a second': (port) =>
    again(10, () => tls(port, `GET / HTTP/1.1\r\nX: ${'a'.repeat(60_000)}`)),
  'garbage, 50 a second': (port) => again(10, () => tcp(port, Buffer.alloc(4_000, 0x47))),
  'renegotiations, 50 a second': (port) => again(10, () => renegotiating(port)),
};

pinClient();
const server = await startOurs(folder, ['image.bin'], await bundleOurs());
try {
  await downloads(server.port, 10);
  console.log(`4 MiB, TLS 1.2, one good client, ${values.downloads} downloads a round; median milliseconds`);
  for (const [name, attack] of Object.entries(ATTACKS)) {
    const alone: number[] = [];
    const beside: number[] = [];
    for (let round = 0; round < Number(values.rounds); round += 1) {
      alone.push(...(await downloads(server.port, Number(values.downloads))));
      const end = await attack(server.port);
      beside.push(...(await downloads(server.port, Number(values.downloads))));
      end();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const ratio = (median(beside) / median(alone)).toFixed(2);
    console.log(
      `${name.padEnd(32)}alone ${median(alone).toFixed(1).padStart(6)}  beside ${median(beside).toFixed(1).padStart(6)}  ratio ${ratio}`,
    );
  }
} finally {
  server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function hold(count: number, open: (at: number) => Promise<Socket>): Promise<() => void> {
  const sockets = await Promise.all(Array.from({ length: count }, (_, at) => open(at)));
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}

/** So many at a time, each followed by another when it ends. */
async function again(count: number, open: () => Promise<Socket>): Promise<() => void> {
  let over = false;
  const one = async (): Promise<void> => {
    while (!over) {
      const socket = await open();
      if (!socket.closed) await new Promise<void>((resolve) => socket.once('close', () => resolve()));
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  for (let at = 0; at < count; at += 1) void one();
  return () => {
    over = true;
  };
}

function tcp(port: number, words: string | Buffer = ''): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connectTcp(port, '127.0.0.1');
    socket.on('error', () => resolve(socket));
    socket.resume();
    socket.once('connect', () => {
      if (words.length > 0) socket.write(words);
      resolve(socket);
    });
  });
}

function tls(
  port: number,
  words: string,
  stops = false,
  maxVersion: 'TLSv1.2' | 'TLSv1.3' = 'TLSv1.3',
): Promise<TLSSocket> {
  return new Promise((resolve) => {
    const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, maxVersion }, () => {
      socket.write(words);
      if (stops) socket.pause();
      else socket.resume();
      resolve(socket);
    });
    socket.on('error', () => resolve(socket));
  });
}

/** Asks for another handshake on its connection, which ends with that. */
async function renegotiating(port: number): Promise<TLSSocket> {
  const socket = await tls(port, '', false, 'TLSv1.2');
  if (!socket.closed) socket.renegotiate({ rejectUnauthorized: false }, () => socket.destroy());
  return socket;
}

/** Milliseconds of each download, its handshake included. */
async function downloads(port: number, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let done = 0; done < count; done += 1) {
    const startedMs = performance.now();
    await download(port);
    times.push(performance.now() - startedMs);
  }
  return times;
}

function download(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const { caPem: ca } = credentials;
    const socket = connectTls({ port, host: '127.0.0.1', ca, maxVersion: 'TLSv1.2' }, () =>
      socket.write(GET),
    );
    let received = 0;
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received <= SIZE_BYTES) return;
      socket.destroy();
      resolve();
    });
  });
}

function median(each: readonly number[]): number {
  return [...each].sort((a, b) => a - b)[Math.floor(each.length / 2)] ?? 0;
}
