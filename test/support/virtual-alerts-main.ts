import type { Server } from 'node:https';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { Clock } from '../../electron/core/ports.ts';
import { createVirtualBinding } from '../../electron/virtual/virtual-binding.ts';
import type { LeafOptions } from './test-certificates.ts';
import { testAuthority } from './test-certificates.ts';

// Run by a runtime of its own (Electron as Node): server and virtual board both use that runtime's TLS.
// Prints one JSON line: the runtime, and the code that the server reports for each refused certificate.

const clock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Lets a board refuse a server's certificate and returns what the server hears of it. */
async function refusal(
  authority: string,
  leaf: LeafOptions,
  tls: 'default' | 'tls13' = 'default',
): Promise<string> {
  const server: Server = createServer(testAuthority(authority).issue(leaf), (_request, response) => {
    response.end();
  });
  const heard = new Promise<string>((resolve) => {
    server.once('tlsClientError', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const binding = createVirtualBinding({
    clock,
    flashDir: null,
    caPem: async () => testAuthority('Test CA').caPem,
    options: { tls, timeScale: 0.01, firmwareUrl: `https://127.0.0.1:${port}/firmware/ota_1.bin` },
  });
  await binding.open('virtual', 115_200, { onBytes: () => {}, onClosed: () => {} });
  const code = await heard;
  await binding.stop();
  server.close();
  return code;
}

const unknownCa = await refusal('Foreign CA', {});
const otherHost = await refusal('Test CA', { dnsNames: ['board.test'], ipAddresses: [] });
// Under TLS 1.3 mbedTLS sends its alert in the open, which BoringSSL does not read.
const unknownCaTls13 = await refusal('Foreign CA', {}, 'tls13');
const runtime = process.versions.electron === undefined ? 'node' : 'electron';
process.stdout.write(`${JSON.stringify({ runtime, unknownCa, otherHost, unknownCaTls13 })}\n`);
process.exit(0);
