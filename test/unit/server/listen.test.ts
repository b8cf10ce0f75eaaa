import { createServer } from 'node:https';
import { expect, test } from 'vitest';

import { listen } from '../../../electron/core/server/listen.ts';
import { WorkbenchError } from '../../../shared/errors.ts';

/** Listens with a server whose system answers with this error. */
async function refusedWith(code: string): Promise<WorkbenchError> {
  const server = createServer();
  server.listen = () => {
    queueMicrotask(() => server.emit('error', Object.assign(new Error(`listen ${code}`), { code })));
    return server;
  };
  try {
    await listen(server, { port: 443, bind: '10.0.0.5' }, () => ['10.0.0.9', '127.0.0.1']);
  } catch (thrown) {
    if (thrown instanceof WorkbenchError) return thrown;
  }
  throw new Error('It did not fail as expected.');
}

test.each([
  ['EADDRINUSE', 'server/address-in-use', { port: 443, address: '10.0.0.5' }],
  ['EADDRNOTAVAIL', 'server/address-not-ours', { address: '10.0.0.5', addresses: '10.0.0.9, 127.0.0.1' }],
  ['EACCES', 'server/permission-denied', { port: 443 }],
  ['EMFILE', 'server/listen-failed', { address: '10.0.0.5', port: 443, detail: 'listen EMFILE' }],
])('%s is told as %s', async (code, expected, params) => {
  const error = await refusedWith(code);
  expect([error.code, error.params]).toEqual([expected, params]);
});
