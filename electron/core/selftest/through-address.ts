import { isIP } from 'node:net';

import type { SelfTest } from '../../../shared/ota/self-test.ts';

/** The addresses of this machine, and what a name of it leads to. */
export interface Addresses {
  readonly own: () => readonly string[];
  /** Null for a name without an IPv4 address, and where nobody answers in time. */
  readonly lookup: (name: string) => Promise<string | null>;
}

/**
 * The address that stands for a URL's host in a connection of our own: the host itself or what its name leads to, where
 * that is this machine; else where the server listens. Nothing is ever sent to another machine.
 */
export async function throughAddress(
  host: string,
  bind: string,
  { own, lookup }: Addresses,
): Promise<Pick<SelfTest, 'through' | 'elsewhere'>> {
  const address = isIP(host) !== 0 ? host : isLocalName(host) ? '127.0.0.1' : await lookup(host);
  if (address !== null && (isLoopback(address) || own().includes(address)))
    return { through: address, elsewhere: false };
  const through = bind === '0.0.0.0' || bind === '::' ? '127.0.0.1' : bind;
  return { through, elsewhere: true };
}

/** RFC 6761 gives these names to loopback. */
function isLocalName(name: string): boolean {
  return /(?:^|\.)localhost\.?$/i.test(name);
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}
