import { WorkbenchError } from '../../../../shared/errors.ts';
import type { RemotePort } from '../../../../shared/serial/remote-port.ts';
import type { Clock } from '../../../core/ports.ts';
import { connected } from './connect.ts';
import { TelnetReader } from './telnet.ts';

/** What ser2net says, as text, before it closes a connection it has no port for. */
const IN_USE = /in use|busy/i;
const MAX_WORDS = 500;
/** A server that refuses does so at once. */
const LISTEN_MS = 1_000;

export interface Refused {
  readonly path: string;
  readonly remote: RemotePort;
  readonly clock: Clock;
  /** What it said before it closed; none where our own words crossed its end. */
  readonly said: Uint8Array;
}

/** Why a server closed the connection, by its own words: serial/port-busy, serial/open-failed, serial/remote-unreachable. */
export async function refusal({ path, remote, clock, said }: Refused): Promise<WorkbenchError> {
  const detail = wordsIn(said) || wordsIn(await listened(remote, clock).catch(() => new Uint8Array()));
  if (IN_USE.test(detail)) return new WorkbenchError('serial/port-busy', { path, holder: '' });
  return detail === ''
    ? new WorkbenchError('serial/remote-unreachable', {
        host: remote.host,
        detail: 'it closed the connection',
      })
    : new WorkbenchError('serial/open-failed', { path, detail });
}

const wordsIn = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1', 0, MAX_WORDS)
    .replace(/[^ -~]+/g, ' ')
    .trim();

/**
 * What it says to who says nothing. Bytes that reach a closed socket are answered by a reset, and the write
 * that meets it ends the socket with the server's words unread (Node), or unreadable (Windows).
 */
async function listened(remote: RemotePort, clock: Clock): Promise<Uint8Array> {
  const socket = await connected(remote, clock);
  const heard: Uint8Array[] = [];
  const reader = new TelnetReader({
    onData: (bytes) => heard.push(bytes),
    onOption: () => undefined,
    onSubnegotiation: () => undefined,
  });
  socket.on('data', (bytes: Buffer) => reader.push(bytes));
  const isRefused = await new Promise<boolean>((resolve) => {
    const cancel = clock.after(LISTEN_MS, () => resolve(false));
    socket.once('close', () => {
      cancel();
      resolve(true);
    });
  });
  socket.destroy();
  // A connection that stays has its port by now: what came is the board's.
  return isRefused ? Buffer.concat(heard) : new Uint8Array();
}
