import { createSocket } from 'node:dgram';
import { isIPv4 } from 'node:net';

import type { Clock, Routes } from '../core/ports.ts';

/** The kernel answers at once; this bounds a system that does not. */
const DEADLINE_MS = 2_000;

/** Any port: connecting a UDP socket chooses a route and sends nothing. */
const ANY_PORT = 9;

/** Reads the routing table by connecting a UDP socket. Anything but an IPv4 address has no route. */
export function createRoutes(clock: Clock): Routes {
  return {
    facing: (address) => (isIPv4(address) ? ask(address, clock) : Promise.resolve(null)),
  };
}

function ask(address: string, clock: Clock): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const settle = (answer: string | null): void => {
      cancel();
      // A late error of a closed socket has no one to tell.
      socket.removeAllListeners('error').on('error', () => {});
      socket.close();
      resolve(answer);
    };
    const cancel = clock.after(DEADLINE_MS, () => settle(null));
    socket.once('error', () => settle(null));
    socket.connect(ANY_PORT, address, () => {
      const own = socket.address().address;
      settle(own === '0.0.0.0' ? null : own);
    });
  });
}
