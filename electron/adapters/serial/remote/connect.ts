import type { Socket } from 'node:net';
import { connect } from 'node:net';

import { messageOf, WorkbenchError } from '../../../../shared/errors.ts';
import type { RemotePort } from '../../../../shared/serial/remote-port.ts';
import type { Clock } from '../../../core/ports.ts';
import { codeOf } from '../open-error.ts';

/** A server on the same network answers at once. */
const CONNECT_MS = 5_000;
/** A connection that is silent this long is asked whether it lives. */
const KEEP_ALIVE_MS = 10_000;

/** @throws WorkbenchError serial/remote-refused, serial/remote-not-found, serial/remote-timeout, serial/remote-unreachable */
export function connected({ host, port }: RemotePort, clock: Clock): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MS,
    });
    const fail = (error: WorkbenchError): void => {
      cancel();
      socket.destroy();
      reject(error);
    };
    const cancel = clock.after(CONNECT_MS, () =>
      fail(new WorkbenchError('serial/remote-timeout', { host, port, seconds: CONNECT_MS / 1000 })),
    );
    socket.once('connect', () => {
      cancel();
      socket.removeAllListeners('error');
      // Its end is told by 'close'; an error nobody listens to would end the process.
      socket.on('error', () => undefined);
      resolve(socket);
    });
    socket.once('error', (cause) => fail(connectError(host, port, cause)));
  });
}

function connectError(host: string, port: number, cause: unknown): WorkbenchError {
  switch (codeOf(cause)) {
    case 'ECONNREFUSED':
      return new WorkbenchError('serial/remote-refused', { host, port }, { cause });
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new WorkbenchError('serial/remote-not-found', { host }, { cause });
    case 'ETIMEDOUT':
      return new WorkbenchError(
        'serial/remote-timeout',
        { host, port, seconds: CONNECT_MS / 1000 },
        { cause },
      );
    default:
      return new WorkbenchError('serial/remote-unreachable', { host, detail: messageOf(cause) }, { cause });
  }
}
