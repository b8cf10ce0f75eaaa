import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';

/** A board behind a socket that prints what a test tells it, and keeps what it is sent. */
export interface ListeningBoard {
  /** What is typed as its port. */
  readonly port: string;
  received(): string;
  print(text: string): void;
  close(): Promise<void>;
}

/** Starts it on loopback. */
export async function startListeningBoard(): Promise<ListeningBoard> {
  const sockets = new Set<Socket>();
  let received = '';
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: `socket://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => received,
    print: (text) => {
      for (const socket of sockets) socket.write(text);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
