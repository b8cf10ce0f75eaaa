import { expect, test } from 'vitest';

import { createInterfaces } from '../../../electron/adapters/interfaces/interfaces.ts';
import type { SysfsFacts } from '../../../electron/adapters/interfaces/linux.ts';
import { kindFromSysfs } from '../../../electron/adapters/interfaces/linux.ts';
import { parseHardwarePorts } from '../../../electron/adapters/interfaces/macos.ts';
import { kindOfName } from '../../../electron/adapters/interfaces/name-kind.ts';
import { parseAdapters } from '../../../electron/adapters/interfaces/windows.ts';

const BASE: SysfsFacts = {
  name: 'eth0',
  type: 1,
  devtype: null,
  entries: ['address', 'carrier', 'uevent'],
  linked: false,
  members: [],
};

test.each<[string, Partial<SysfsFacts>, string]>([
  ['loopback', { name: 'lo', type: 772 }, 'loopback'],
  ['a network card', { name: 'enp3s0', entries: ['device'] }, 'ethernet'],
  ['a card by its old name', { entries: [] }, 'ethernet'],
  ['Wi-Fi', { name: 'wlp2s0', devtype: 'wlan', entries: ['device', 'phy80211', 'wireless'] }, 'wifi'],
  ['Wi-Fi with a name of its own', { name: 'lab', entries: ['phy80211', 'device'] }, 'wifi'],
  ['OpenVPN', { name: 'tun0', type: 65_534, entries: ['tun_flags'] }, 'vpn'],
  ['a tap that stands alone', { name: 'office', entries: ['tun_flags'] }, 'vpn'],
  ['a virtual machine', { name: 'vnet3', entries: ['tun_flags', 'brport', 'master'] }, 'virtualMachine'],
  ['WireGuard', { name: 'wg0', type: 65_534, devtype: 'wireguard' }, 'vpn'],
  ['PPP', { name: 'ppp0', type: 512, devtype: 'ppp' }, 'vpn'],
  ['an IP tunnel', { name: 'site', type: 768 }, 'vpn'],
  ['Docker', { name: 'docker0', devtype: 'bridge', entries: ['bridge', 'brif'] }, 'container'],
  ['a Compose network', { name: 'br-4f1a', devtype: 'bridge', entries: ['bridge'] }, 'container'],
  ['libvirt', { name: 'virbr0', devtype: 'bridge', entries: ['bridge'] }, 'virtualMachine'],
  ['a bridge over a cable', { name: 'br0', entries: ['bridge'], members: ['enp3s0', 'vnet0'] }, 'ethernet'],
  ['a bridge for guests alone', { name: 'br0', entries: ['bridge'], members: ['vnet0'] }, 'virtualMachine'],
  ['a veth', { name: 'veth12ab', linked: true }, 'container'],
  ['the eth0 of a container', { name: 'eth0', linked: true }, 'container'],
  ['a VLAN', { name: 'eth0.7', devtype: 'vlan', linked: true }, 'ethernet'],
  ['what nobody knows', { name: 'foo' }, 'other'],
])('Linux: %s', (_name, facts, kind) => {
  expect(kindFromSysfs({ ...BASE, ...facts })).toBe(kind);
});

// Shape after `networksetup -listallhardwareports` at superuser.com/questions/267660; addresses and some ports are ours.
const PORTS = `
Hardware Port: Ethernet Adapter (en4)
Device: en4
Ethernet Address: 2a:c8:41:a7:ea:d2

Hardware Port: Wi-Fi
Device: en0
Ethernet Address: 3c:22:fb:12:34:56

Hardware Port: Thunderbolt 1
Device: en1
Ethernet Address: 36:a1:0b:22:33:40

Hardware Port: Thunderbolt Bridge
Device: bridge0
Ethernet Address: N/A

Hardware Port: USB 10/100/1000 LAN
Device: en5
Ethernet Address: 00:e0:4c:68:01:02

VLAN Configurations
===================
`;

test('macOS: reads what each port is', () => {
  expect(Object.fromEntries(parseHardwarePorts(PORTS))).toEqual({
    en4: { label: 'Ethernet Adapter (en4)', kind: 'ethernet' },
    en0: { label: 'Wi-Fi', kind: 'wifi' },
    en1: { label: 'Thunderbolt 1', kind: 'ethernet' },
    bridge0: { label: 'Thunderbolt Bridge', kind: 'ethernet' },
    en5: { label: 'USB 10/100/1000 LAN', kind: 'ethernet' },
  });
});

test('macOS: what networksetup leaves out is told by its name', async () => {
  const run = () => Promise.resolve({ exitCode: 0, stdout: PORTS });
  const told = await createInterfaces('darwin', run).describe([
    'lo0',
    'en0',
    'utun3',
    'bridge100',
    'vmnet8',
    'awdl0',
  ]);
  expect([...told.values()].map(({ kind }) => kind)).toEqual([
    'loopback',
    'wifi',
    'vpn',
    'virtualMachine',
    'virtualMachine',
    'other',
  ]);
});

// Shape after Get-NetAdapter at github.com/microsoft/WSA/issues/272 ("Wireless WAN" and "802.3" stand there); the
// adapters are put together, not recorded here.
const ADAPTERS = `

Name                 : Wi-Fi
InterfaceDescription : Intel(R) Wi-Fi 6E AX211 160MHz
PhysicalMediaType    : Native 802.11
Virtual              : False

Name                 : 以太网
InterfaceDescription : Intel(R) Ethernet Connection (18) I219-V
PhysicalMediaType    : 802.3
Virtual              : False

Name                 : vEthernet (WSL)
InterfaceDescription : Hyper-V Virtual Ethernet Adapter
PhysicalMediaType    : Unspecified
Virtual              : True

Name                 : VMware Network Adapter VMnet8
InterfaceDescription : VMware Virtual Ethernet Adapter for VMnet8
PhysicalMediaType    : Unspecified
Virtual              : True

Name                 : Ethernet 3
InterfaceDescription : TAP-Windows Adapter V9
PhysicalMediaType    : 802.3
Virtual              : False

Name                 : office
InterfaceDescription : WireGuard Tunnel
PhysicalMediaType    : Unspecified
Virtual              : True

Name                 : Mobil
InterfaceDescription : Generic Mobile Broadband Adapter
PhysicalMediaType    : Wireless WAN
Virtual              : False
`.replaceAll('\n', '\r\n');

test('Windows: reads what each adapter is, whatever it is called', () => {
  const adapters = parseAdapters(ADAPTERS);
  expect([...adapters].map(([name, { kind }]) => [name, kind])).toEqual([
    ['Wi-Fi', 'wifi'],
    ['以太网', 'ethernet'],
    ['vEthernet (WSL)', 'virtualMachine'],
    ['VMware Network Adapter VMnet8', 'virtualMachine'],
    ['Ethernet 3', 'vpn'],
    ['office', 'vpn'],
    ['Mobil', 'other'],
  ]);
  expect(adapters.get('Wi-Fi')?.label).toBe('Intel(R) Wi-Fi 6E AX211 160MHz');
});

test('a tool that fails leaves it to the names', async () => {
  const run = () => Promise.reject(new Error('spawn ENOENT'));
  const told = await createInterfaces('win32', run).describe(['Wi-Fi', 'Loopback Pseudo-Interface 1', 'x']);
  expect([...told.values()]).toEqual([
    { kind: 'wifi', label: null },
    { kind: 'loopback', label: null },
    { kind: 'other', label: null },
  ]);
});

test.each([
  ['Microsoft Hyper-V Network Adapter', null],
  ['tuna', null],
  ['ZeroTier One', 'vpn'],
  ['Cisco AnyConnect Virtual Miniport Adapter', 'vpn'],
  ['WLAN 2', 'wifi'],
])('the name %s', (name, kind) => {
  expect(kindOfName(name)).toBe(kind);
});
