import { createHash } from 'node:crypto';
import { createServer } from 'node:net';

/** The address that every system has. */
export const PLAIN_LOOPBACK = '127.0.0.1';

/** A loopback address for the board of this name, the same at each start: 127.64.0.1 to 127.127.255.254. */
export function addressForName(name: string): string {
  const digest = createHash('sha256').update(name).digest();
  const [first = 0, second = 0, third = 0] = digest;
  return `127.${64 + (first % 64)}.${second}.${1 + (third % 254)}`;
}

/** Whether this system lets a program bind the address: Linux and Windows do, macOS has 127.0.0.1 alone. */
export function canBind(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(0, address, () => probe.close(() => resolve(true)));
  });
}
