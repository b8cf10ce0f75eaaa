import { lookup } from 'node:dns/promises';

import { ownAddresses } from '../net/own-addresses.ts';
import type { Parts } from '../open-parts.ts';
import type { Cancel, Clock, World } from '../ports.ts';
import { OwnConnections } from './own-connections.ts';
import { SelfTester } from './self-tester.ts';
import { Trusts } from './trusts.ts';

/** A resolver that is silent for longer knows nothing of this machine. */
const LOOKUP_MS = 1_000;

/** The self-tests of one core, and the connections by which the server's events tell them. */
export interface SelfTests {
  readonly tester: SelfTester;
  readonly own: OwnConnections;
  readonly trusts: Trusts;
}

export function openSelfTests({ certificates, library }: Parts, { clock, sha256 }: World): SelfTests {
  const own = new OwnConnections(clock);
  const addresses = {
    own: () => ownAddresses().map(({ address }) => address),
    lookup: (name: string) => lookupWithin(name, clock),
  };
  const tester = new SelfTester({ clock, own, addresses, stopwatchMs: () => performance.now() });
  const trusts = new Trusts({
    sha256,
    images: () => library.list(),
    trustedPems: () => certificates.trustedPems(),
  });
  return { tester, own, trusts };
}

async function lookupWithin(name: string, clock: Clock): Promise<string | null> {
  let cancel: Cancel = () => undefined;
  const late = new Promise<null>((resolve) => {
    cancel = clock.after(LOOKUP_MS, () => resolve(null));
  });
  const found = lookup(name, { family: 4 }).then(
    ({ address }) => address,
    () => null,
  );
  const address = await Promise.race([found, late]);
  cancel();
  return address;
}
