import type { AddressKind, BoardWay, NetworkAddress } from '../../../shared/contract/network-values.ts';
import { isLinkLocal, isLoopback, prefixLength } from '../../../shared/net/ipv4.ts';
import type { InterfaceFacts, OwnAddress, Routes } from '../ports.ts';
import { FAR_ADDRESS } from './own-addresses.ts';

export interface AddressSources {
  readonly own: readonly OwnAddress[];
  /** By interface name; what is missing there is not known yet. */
  readonly facts: ReadonlyMap<string, InterfaceFacts>;
  readonly routes: Routes;
  /** By deviceId. */
  readonly ways: readonly (readonly [string, BoardWay])[];
}

/** What people look for first. */
const ORDER: readonly AddressKind[] = [
  'ethernet',
  'wifi',
  'other',
  'vpn',
  'virtualMachine',
  'container',
  'linkLocal',
  'loopback',
];

/** This machine's addresses as a person reads them: the one that faces the default route first, then by kind. */
export async function listAddresses({
  own,
  facts,
  routes,
  ways,
}: AddressSources): Promise<readonly NetworkAddress[]> {
  const first = await routes.facing(FAR_ADDRESS).catch(() => null);
  return own
    .map(({ address, interfaceName, netmask, loopback }): NetworkAddress => {
      const told = facts.get(interfaceName);
      return {
        address,
        interfaceName,
        label: told?.label ?? null,
        kind: kindOf(address, loopback, told),
        netmask,
        prefixLength: prefixLength(netmask),
        isDefault: address === first && !loopback,
        faces: ways.filter(([, way]) => way.facing === address).map(([deviceId]) => deviceId),
      };
    })
    .sort(
      (a, b) => Number(b.isDefault) - Number(a.isDefault) || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind),
    );
}

/** What the address itself says goes before what it hangs on. */
function kindOf(address: string, loopback: boolean, told: InterfaceFacts | undefined): AddressKind {
  if (loopback || isLoopback(address)) return 'loopback';
  if (isLinkLocal(address)) return 'linkLocal';
  return told?.kind ?? 'other';
}
