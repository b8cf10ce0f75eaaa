import { createServer } from 'node:net';
import { connect } from 'node:tls';

/** The first message of a TLS 1.2 client. */
export function clientHello(): Promise<Buffer> {
  return new Promise((resolve) => {
    const listener = createServer((socket) => {
      socket.once('data', (bytes: Buffer) => {
        resolve(bytes);
        socket.destroy();
        listener.close();
      });
    });
    listener.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      connect({ host: '127.0.0.1', port, maxVersion: 'TLSv1.2' }).on('error', () => undefined);
    });
  });
}
