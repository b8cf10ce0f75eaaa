import type { IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect as connectTcp, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';

import type { FirmwareBench } from './firmware-bench.ts';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One request over a connection of its own, by Node's HTTPS client, which trusts the bench's CA alone. */
export function fetchFrom(
  bench: FirmwareBench,
  path: string,
  options: {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly from?: string;
  } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, from = '127.0.0.1' } = options;
    const request = httpsRequest(
      {
        host: '127.0.0.1',
        port: bench.port,
        path,
        method,
        headers,
        ca: bench.credentials.caPem,
        agent: false,
        localAddress: from,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end();
  });
}

/** A TLS connection whose handshake is done; it ends with the test. */
export function openTls(
  bench: FirmwareBench,
  options: ConnectionOptions & { readonly localAddress?: string } = {},
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls(
      { host: '127.0.0.1', port: bench.port, ca: bench.credentials.caPem, ...options },
      () => resolve(socket),
    );
    socket.on('error', reject);
    onTestFinished(() => void socket.destroy());
  });
}

/** A TCP connection; it ends with the test. */
export function openTcp(bench: FirmwareBench): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host: '127.0.0.1', port: bench.port }, () => resolve(socket));
    socket.on('error', reject);
    onTestFinished(() => void socket.destroy());
  });
}

/** Sends these bytes over TLS and gives back all that came until the server closed the connection. */
export async function sendRaw(bench: FirmwareBench, text: string): Promise<string> {
  const socket = await openTls(bench);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write(Buffer.from(text, 'latin1'));
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return Buffer.concat(chunks).toString('latin1');
}
