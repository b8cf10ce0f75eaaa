import type { Cancel, Clock, OwnAddress } from '../ports.ts';
import { ownAddresses } from './own-addresses.ts';

/** A new cable, Wi-Fi or VPN is noticed within this time, half of what a person is promised. */
const PERIOD_MS = 1_000;

/** Calls `onChange` when this machine gains or loses an IPv4 address; the returned function ends that. */
export function watchAddresses(
  deps: { readonly clock: Clock; readonly read?: () => readonly OwnAddress[] },
  onChange: (addresses: readonly OwnAddress[]) => void,
): Cancel {
  const read = deps.read ?? ownAddresses;
  let known = nameAll(read());
  let cancel: Cancel = () => undefined;
  const look = (): void => {
    cancel = deps.clock.after(PERIOD_MS, look);
    const addresses = read();
    const now = nameAll(addresses);
    if (now === known) return;
    known = now;
    onChange(addresses);
  };
  cancel = deps.clock.after(PERIOD_MS, look);
  return () => cancel();
}

/** The order in which the system lists them means nothing. */
function nameAll(addresses: readonly OwnAddress[]): string {
  return addresses
    .map(({ interfaceName, address, netmask }) => `${interfaceName} ${address} ${netmask}`)
    .sort()
    .join('\n');
}
