import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { connect as connectTls } from 'node:tls';
import { onTestFinished } from 'vitest';

/** A TCP connection that says this and then nothing more; never fails, ends with the test. */
export function sayAndWait(
  port: number,
  words: string | Buffer = '',
  localAddress = '127.0.0.1',
): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    socket.on('error', () => resolve(socket));
    socket.once('connect', () => {
      if (words.length > 0) socket.write(words);
      resolve(socket);
    });
    onTestFinished(() => void socket.destroy());
  });
}

/** A TLS connection that trusts whoever answers; ends with the test. */
export function openAnyTls(port: number): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => resolve(socket));
    socket.on('error', reject);
    onTestFinished(() => void socket.destroy());
  });
}

/** All that comes for this request until the connection ends. */
export async function exchangeOver(port: number, request: string, secure = true): Promise<Buffer> {
  const socket = secure ? await openAnyTls(port) : await sayAndWait(port);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  socket.write(Buffer.from(request, 'latin1'));
  if (!socket.closed) await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return Buffer.concat(chunks);
}
