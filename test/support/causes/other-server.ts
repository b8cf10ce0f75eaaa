import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that is none of ours: it holds its answer back until it is told to give it. */
export interface OtherServer {
  readonly url: string;
  /** From now on it answers with these bytes. */
  serve(bytes: Uint8Array): void;
  close(): void;
}

/** Listens on loopback, plain, as firmware with a URL of its own may be built to ask. */
export async function otherServer(): Promise<OtherServer> {
  let serve: (bytes: Uint8Array) => void = () => undefined;
  const served = new Promise<Uint8Array>((resolve) => {
    serve = resolve;
  });
  const server = createServer((_request, response) => {
    void served.then((bytes) => response.setHeader('content-length', bytes.length).end(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/other.bin`,
    serve,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
