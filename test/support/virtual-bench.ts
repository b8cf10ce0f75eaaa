import type { RequestListener } from 'node:http';
import type { Server, ServerOptions } from 'node:https';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

import type { Clock, SerialLink } from '../../electron/core/ports.ts';
import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { createVirtualBinding } from '../../electron/virtual/virtual-binding.ts';
import type { VirtualBoard } from '../../electron/virtual/virtual-board.ts';
import type { LeafOptions } from './test-certificates.ts';
import { testAuthority } from './test-certificates.ts';
import { plainLines } from './virtual-fake.ts';

/** The system's time. */
export const realClock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

/** A board in real time (its own waits fifty times as fast) with its port open. */
export interface VirtualBench {
  readonly board: VirtualBoard;
  readonly link: SerialLink;
  /** Lines received so far, without colours. */
  lines(): readonly string[];
  /** Resolves with the first line that holds `text`, from the first line not yet waited for on. */
  line(text: string): Promise<string>;
  /** Sends one line as a host does. */
  send(text: string): Promise<void>;
  readonly closed: () => boolean;
}

/** Makes a board that trusts the test authority, and powers it by opening its port. */
export async function virtualBench(
  options: Partial<VirtualBoardOptions> = {},
  prepare: (board: VirtualBoard) => void = () => {},
): Promise<VirtualBench> {
  const binding = createVirtualBinding({
    clock: realClock,
    flashDir: null,
    caPem: async () => testAuthority().caPem,
    options: { timeScale: 0.02, wifiBytesPerSecond: null, recvTimeoutMs: 2_000, ...options },
  });
  onTestFinished(() => binding.stop());
  const path = binding.add('bench');
  const board = binding.board('bench');
  await board.load();
  prepare(board);
  const log = new LineLog();
  let closed = false;
  const link = await binding.open(path, 115_200, {
    onBytes: (bytes) => log.push(bytes),
    onClosed: () => {
      closed = true;
    },
  });
  return {
    board,
    link,
    lines: () => log.lines(),
    line: (text) => log.next(text),
    send: (text) => link.write(Buffer.from(`${text}\n`, 'latin1')),
    closed: () => closed,
  };
}

/** Waits for the last line before the program reads its URL. */
export async function untilReady(bench: VirtualBench): Promise<void> {
  await bench.line('Main DNS: ');
}

/** A plain node:https server that ends with the test. */
export interface TestServer {
  readonly port: number;
  readonly url: (name: string) => string;
  readonly server: Server;
  /** Codes and alert numbers of refused handshakes. */
  readonly refusals: { readonly code: string; readonly message: string }[];
  readonly sockets: Set<Socket>;
}

/** Starts a server on the loopback address with a certificate made as `leaf` says. */
export async function testServer(
  onRequest: RequestListener,
  {
    leaf = {},
    authority = 'Test CA',
    tls = {},
  }: { leaf?: LeafOptions; authority?: string; tls?: ServerOptions } = {},
): Promise<TestServer> {
  const server = createServer({ ...testAuthority(authority).issue(leaf), ...tls }, onRequest);
  const refusals: { code: string; message: string }[] = [];
  const sockets = new Set<Socket>();
  server.on('tlsClientError', (error: NodeJS.ErrnoException) => {
    refusals.push({ code: error.code ?? '', message: error.message });
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { port, server, refusals, sockets, url: (name) => `https://127.0.0.1:${port}/firmware/${name}` };
}

/** Answers every request with these bytes and their length. */
export function serve(bytes: Uint8Array, status = 200): RequestListener {
  return (_request, response) => {
    response.writeHead(status, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': bytes.length,
    });
    response.end(bytes);
  };
}

class LineLog {
  #text = '';
  #seen = 0;
  #waiting: (() => void)[] = [];

  push(bytes: Uint8Array): void {
    this.#text += Buffer.from(bytes).toString('latin1');
    for (const wake of this.#waiting.splice(0)) wake();
  }

  lines(): readonly string[] {
    return plainLines(this.#text);
  }

  async next(text: string): Promise<string> {
    for (;;) {
      const complete = this.lines().slice(0, -1);
      const index = complete.findIndex((line, at) => at >= this.#seen && line.includes(text));
      if (index !== -1) {
        this.#seen = index + 1;
        return complete[index] as string;
      }
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(
            new Error(
              `No line with ${JSON.stringify(text)}. Last lines:\n${this.lines().slice(-12).join('\n')}`,
            ),
          );
        }, 15_000);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }
}
