import { networkInterfaces } from 'node:os';

import type { OwnAddress, Routes } from '../ports.ts';

/** Lies in a range kept for documentation: the way there is the default route, and nobody answers. */
export const FAR_ADDRESS = '192.0.2.1';

/** Every IPv4 address of this machine, in the system's order. Empty where the system will not tell. */
export function ownAddresses(read: typeof networkInterfaces = networkInterfaces): readonly OwnAddress[] {
  try {
    return Object.entries(read()).flatMap(([interfaceName, infos]) =>
      (infos ?? [])
        .filter((info) => info.family === 'IPv4')
        .map(({ address, netmask, internal }) => ({ address, interfaceName, netmask, loopback: internal })),
    );
  } catch {
    return [];
  }
}

/** The addresses others can reach, the one that faces the default route first; only IPv4, no loopback. */
export async function reachableAddresses(
  routes: Routes,
  read: () => readonly OwnAddress[] = ownAddresses,
): Promise<readonly string[]> {
  const addresses = read()
    .filter(({ loopback }) => !loopback)
    .map(({ address }) => address);
  const first = await routes.facing(FAR_ADDRESS).catch(() => null);
  const unique = [...new Set(addresses)];
  return first !== null && unique.includes(first)
    ? [first, ...unique.filter((address) => address !== first)]
    : unique;
}
