import { readFile } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { createVirtualBinding } from '../../electron/virtual/virtual-binding.ts';

/** A virtual board in this process, behind a socket: it can be made with any fault. */
export interface RemoteBoard {
  /** What is typed as its port. */
  readonly port: string;
  close(): Promise<void>;
}

/** Starts it; its firmware trusts the CA of the data directory. */
export async function startRemoteBoard(
  dataDir: string,
  options: Partial<VirtualBoardOptions>,
): Promise<RemoteBoard> {
  const binding = createVirtualBinding({
    clock: {
      nowMs: () => Date.now(),
      after: (delayMs, action) => {
        const timer = setTimeout(action, delayMs);
        return () => clearTimeout(timer);
      },
    },
    flashDir: null,
    caPem: () => readFile(path.join(dataDir, 'certs', 'ca_cert.pem'), 'utf8'),
    options,
  });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const link = binding.open(binding.add('remote'), 115_200, {
      onBytes: (bytes) => void socket.write(bytes),
      // Unplugged, it takes its socket's other end along: nothing listens there any more.
      onClosed: () => {
        socket.destroy();
        server.close();
      },
    });
    // An unplugged one cannot be opened again: whoever tries finds its socket closed.
    link.catch(() => socket.destroy());
    socket.on('data', (bytes) => void link.then((open) => open.write(bytes)).catch(() => undefined));
    socket.on('close', () => {
      sockets.delete(socket);
      void link.then((open) => open.close()).catch(() => undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port: `socket://127.0.0.1:${port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await binding.stop();
    },
  };
}
