import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';

import type { ServerLimits } from '../../../electron/core/server/server-limits.ts';
import { DEFAULT_LIMITS } from '../../../shared/contract/server-settings.ts';
import type { FirmwareBench } from '../../support/firmware-bench.ts';
import { firmwareBench } from '../../support/firmware-bench.ts';
import { sayAndWait } from '../../support/raw-clients.ts';
import { servedImage } from '../../support/served-image.ts';
import { openTcp, openTls, sendRaw } from '../../support/tls-client.ts';

const GET = 'GET /firmware/big.bin HTTP/1.1\r\nHost: x\r\n\r\n';
const big = { ...servedImage('big', 64), bytes: new Uint8Array(32 * 1024 * 1024) };

/** A download that stops reading after its first bytes. */
async function stuck(bench: FirmwareBench): Promise<void> {
  const socket = await openTls(bench);
  socket.on('error', () => undefined);
  socket.write(GET);
  await new Promise<void>((resolve) => socket.once('data', () => resolve(void socket.pause())));
}

const refused = (bench: FirmwareBench) => bench.event('connectionRefused');
const ended = (bench: FirmwareBench, nth = 1) => bench.event('requestEnded', nth);

interface Hit {
  readonly limits: Partial<ServerLimits>;
  readonly meet: (bench: FirmwareBench) => Promise<unknown>;
}

/** Each limit, set low, and what a client meets that goes beyond it. */
const HITS: Readonly<Record<keyof ServerLimits, Hit>> = {
  connections: {
    limits: { connections: 2 },
    meet: async (bench) => {
      for (let count = 0; count < 3; count += 1) await openTcp(bench);
      expect(await refused(bench)).toMatchObject({ reason: 'tooManyConnections' });
    },
  },
  connectionsPerAddress: {
    limits: { connectionsPerAddress: 2 },
    meet: async (bench) => {
      // Loopback does not count: these come from there and say that they come from a board.
      const door = createServer((socket) => {
        Object.defineProperty(socket, 'remoteAddress', { value: '10.1.2.3' });
        bench.server.adopt(socket);
      });
      onTestFinished(() => void door.close());
      await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
      const address = door.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      for (let count = 0; count < 3; count += 1) await sayAndWait(port);
      expect(await refused(bench)).toMatchObject({ peer: '10.1.2.3', reason: 'tooManyFromAddress' });
    },
  },
  downloads: {
    limits: { downloads: 1 },
    meet: async (bench) => {
      await stuck(bench);
      expect(await sendRaw(bench, GET)).toMatch(/^HTTP\/1\.1 503 /);
    },
  },
  handshakeMs: {
    limits: { handshakeMs: 100 },
    meet: async (bench) => {
      await openTcp(bench);
      expect(await bench.event('tlsRefused')).toMatchObject({ code: 'tls/timeout' });
    },
  },
  headerBytes: {
    limits: { headerBytes: 1_000 },
    meet: async (bench) => {
      const asked = (bytes: number) =>
        sendRaw(
          bench,
          `GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: ${'a'.repeat(bytes)}\r\n\r\n`,
        );
      expect(await asked(500)).toMatch(/^HTTP\/1\.1 200 /);
      expect(await asked(1_500)).toMatch(/^HTTP\/1\.1 431 /);
    },
  },
  headersMs: {
    limits: { headersMs: 150 },
    meet: async (bench) => {
      expect(await sendRaw(bench, 'GET /health HTTP/1.1\r\nHost: x\r\nX-')).toMatch(/^HTTP\/1\.1 408 /);
    },
  },
  idleMs: {
    limits: { idleMs: 100 },
    meet: async (bench) => {
      expect(await sendRaw(bench, 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
      await bench.event('disconnected');
    },
  },
  stallMs: {
    limits: { stallMs: 200 },
    meet: async (bench) => {
      await stuck(bench);
      expect(await ended(bench)).toMatchObject({ outcome: 'stalled' });
    },
  },
  lowestBytesPerSecond: {
    limits: { lowestBytesPerSecond: 5_000_000, lowestRateMs: 300, stallMs: 60_000 },
    meet: async (bench) => {
      await stuck(bench);
      expect(await ended(bench)).toMatchObject({ outcome: 'stalled' });
    },
  },
  lowestRateMs: {
    limits: { lowestRateMs: 200, stallMs: 60_000 },
    meet: async (bench) => {
      await stuck(bench);
      expect(await ended(bench)).toMatchObject({ outcome: 'stalled' });
    },
  },
};

test.each(Object.keys(DEFAULT_LIMITS) as (keyof ServerLimits)[])(
  '%s is met by who goes beyond it',
  async (name) => {
    const { limits, meet } = HITS[name];
    const bench = await firmwareBench({ limits });
    bench.catalogue.publish(big, { pushId: null });
    await meet(bench);
  },
);
