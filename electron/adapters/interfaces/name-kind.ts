import type { AddressKind } from '../../../shared/contract/network-values.ts';

/** Names that interfaces have by custom, on every system; the first that fits counts. */
const NAMES: readonly (readonly [RegExp, AddressKind])[] = [
  [/^lo\d*$|loopback/i, 'loopback'],
  [/^(?:docker|br-|veth|cni|flannel|podman|lxc|lxd|cali|incus)/, 'container'],
  [/docker/i, 'container'],
  [/^(?:virbr|vnet|vboxnet|vmnet|vmenet|vnic|bridge1\d\d)/, 'virtualMachine'],
  // In a guest the card itself is called after Hyper-V or VMware: only what the host side is called counts.
  [/hyper-v virtual|vethernet|vmware (?:virtual|network)|virtualbox host-only|parallels/i, 'virtualMachine'],
  [/^(?:tun|tap|utun|wg|ppp|ipsec|gpd|nordlynx|zt)(?:\d|[-_]|$)/i, 'vpn'],
  [
    /wireguard|wintun|openvpn|tap-windows|tailscale|zerotier|anyconnect|fortinet|globalprotect|\bvpn\b/i,
    'vpn',
  ],
  [/^(?:awdl|llw)\d*$/, 'other'],
  [/^wl|wi-?fi|wlan|wireless|802\.11|airport/i, 'wifi'],
  [/^(?:eth|en[opsx])|ethernet|gigabit|\blan\b/i, 'ethernet'],
];

/** What an interface is by its name or description; null where these say nothing. */
export function kindOfName(name: string): AddressKind | null {
  return NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
