import { access, readdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';

import type { AddressKind } from '../../../shared/contract/network-values.ts';
import { kindOfName } from './name-kind.ts';

/** What `/sys/class/net/<name>` tells of an interface. */
export interface SysfsFacts {
  readonly name: string;
  /** ARPHRD_…, from `type`; null where it cannot be read. */
  readonly type: number | null;
  /** DEVTYPE of `uevent`: `wlan`, `bridge`, `wireguard`, `vlan`, …; Ethernet has none. */
  readonly devtype: string | null;
  /** Entries of the folder: `wireless`, `phy80211`, `bridge`, `tun_flags`, `device`, … */
  readonly entries: readonly string[];
  /** `iflink` names another interface: the other end of a veth pair, or what a VLAN lies on. */
  readonly linked: boolean;
  /** Interfaces of a bridge. */
  readonly members: readonly string[];
}

/** linux/if_arp.h */
const ARPHRD = {
  ppp: 512,
  tunnel: 768,
  tunnel6: 769,
  loopback: 772,
  sit: 776,
  gre: 778,
  none: 65_534,
} as const;
const VPN_TYPES: readonly number[] = [
  ARPHRD.ppp,
  ARPHRD.tunnel,
  ARPHRD.tunnel6,
  ARPHRD.sit,
  ARPHRD.gre,
  ARPHRD.none,
];

/** The kind of an interface, from what the kernel tells of it before what it is called. */
export function kindFromSysfs({ name, type, devtype, entries, linked, members }: SysfsFacts): AddressKind {
  const has = (entry: string): boolean => entries.includes(entry);
  if (type === ARPHRD.loopback) return 'loopback';
  if (has('wireless') || has('phy80211') || devtype === 'wlan') return 'wifi';
  if (has('bridge') || devtype === 'bridge') return kindOfBridge(name, members);
  // A tap that is part of a bridge is a virtual machine's; one that stands alone is a VPN's.
  if (has('tun_flags')) return has('brport') ? 'virtualMachine' : 'vpn';
  if (devtype === 'wireguard' || devtype === 'ppp') return 'vpn';
  if (type !== null && VPN_TYPES.includes(type)) return 'vpn';
  if (has('device') || devtype === 'vlan' || devtype === 'bond') return 'ethernet';
  // Without hardware, with its other end elsewhere: a veth pair. In a container it is called eth0.
  if (linked) return 'container';
  return kindOfName(name) ?? 'other';
}

/** A bridge over a cable is that cable's; one without is for containers or virtual machines. */
function kindOfBridge(name: string, members: readonly string[]): AddressKind {
  const named = kindOfName(name);
  if (named === 'container' || named === 'virtualMachine') return named;
  const inside = members.map(kindOfName);
  if (inside.some((kind) => kind === 'ethernet' || kind === 'wifi')) return 'ethernet';
  return inside.find((kind) => kind === 'container' || kind === 'virtualMachine') ?? 'other';
}

/** Reads one interface's folder; what is missing there counts as not told. */
export async function readSysfs(name: string, root = '/sys/class/net'): Promise<SysfsFacts> {
  const link = path.join(root, name);
  const folder = await realpath(link).catch(() => link);
  const text = (file: string): Promise<string | null> =>
    readFile(path.join(folder, file), 'utf8').then(
      (read) => read.trim(),
      () => null,
    );
  const [type, uevent, iflink, ifindex, entries, members] = await Promise.all([
    text('type'),
    text('uevent'),
    text('iflink'),
    text('ifindex'),
    readdir(folder).catch(() => []),
    readdir(path.join(folder, 'brif')).catch(() => []),
  ]);
  return {
    name,
    type: type === null || type === '' ? null : Number(type),
    devtype: /^DEVTYPE=(.+)$/m.exec(uevent ?? '')?.[1] ?? null,
    entries,
    linked: iflink !== null && ifindex !== null && iflink !== ifindex,
    members,
  };
}

/** Whether the system has the folder at all. */
export async function hasSysfs(root = '/sys/class/net'): Promise<boolean> {
  return access(root).then(
    () => true,
    () => false,
  );
}
