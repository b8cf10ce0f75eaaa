import type { Server } from 'node:net';
import { isIP } from 'node:net';

import { messageOf, WorkbenchError } from '../../../shared/errors.ts';

export interface ListenAddress {
  /** 0 takes any free port. */
  readonly port: number;
  /** `0.0.0.0` or one address of this machine. */
  readonly bind: string;
}

/**
 * Listens on exactly this address and port. Answers the port.
 * @throws WorkbenchError server/address-in-use, server/address-not-ours, server/permission-denied, server/listen-failed
 */
export async function listen(
  server: Server,
  { port, bind }: ListenAddress,
  ownAddresses: () => readonly string[],
): Promise<number> {
  // A name would be looked up on the network; only addresses are taken.
  if (isIP(bind) === 0) throw notOurs(bind, ownAddresses());
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host: bind, backlog: 511 }, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (thrown) {
    throw asWorkbenchError(thrown, { port, bind }, ownAddresses);
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function asWorkbenchError(
  thrown: unknown,
  { port, bind }: ListenAddress,
  ownAddresses: () => readonly string[],
): WorkbenchError {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
  const cause = { cause: thrown };
  if (code === 'EADDRINUSE')
    return new WorkbenchError('server/address-in-use', { port, address: bind }, cause);
  if (code === 'EADDRNOTAVAIL' || code === 'EINVAL') return notOurs(bind, ownAddresses(), thrown);
  if (code === 'EACCES') return new WorkbenchError('server/permission-denied', { port }, cause);
  return new WorkbenchError(
    'server/listen-failed',
    { address: bind, port, detail: messageOf(thrown) },
    cause,
  );
}

function notOurs(address: string, own: readonly string[], cause?: unknown): WorkbenchError {
  return new WorkbenchError('server/address-not-ours', { address, addresses: own.join(', ') }, { cause });
}
