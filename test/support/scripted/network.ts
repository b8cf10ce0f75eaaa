import type {
  BoardWay,
  FirewallState,
  NetworkAddress,
  NetworkState,
} from '../../../shared/contract/network-values.ts';
import type { Script } from '../fake-transport.ts';
import { STARTED_AT_MS } from './values.ts';

const BOARD = 'bench-07';

function row(address: string, more: Partial<NetworkAddress>): NetworkAddress {
  return {
    address,
    interfaceName: 'eth0',
    label: null,
    kind: 'ethernet',
    netmask: '255.255.255.0',
    prefixLength: 24,
    isDefault: false,
    faces: [],
    ...more,
  };
}

export const ADDRESSES: readonly NetworkAddress[] = [
  row('192.168.1.23', { interfaceName: 'wlp2s0', kind: 'wifi', isDefault: true, faces: [BOARD] }),
  row('10.0.0.5', { interfaceName: 'enp3s0', netmask: '255.255.0.0', prefixLength: 16 }),
  row('10.8.0.2', { interfaceName: 'tun0', kind: 'vpn', netmask: '255.255.255.255', prefixLength: 32 }),
  row('192.168.122.1', { interfaceName: 'virbr0', kind: 'virtualMachine' }),
  row('172.17.0.1', {
    interfaceName: 'docker0',
    kind: 'container',
    netmask: '255.255.0.0',
    prefixLength: 16,
  }),
  row('169.254.7.9', {
    interfaceName: 'enp4s0',
    kind: 'linkLocal',
    netmask: '255.255.0.0',
    prefixLength: 16,
  }),
  row('127.0.0.1', { interfaceName: 'lo', kind: 'loopback', netmask: '255.0.0.0', prefixLength: 8 }),
];

export const WAY: BoardWay = {
  boardAddress: '192.168.1.77',
  host: '192.168.1.23',
  why: 'route',
  facing: '192.168.1.23',
  sharesNetwork: true,
  pinUnused: null,
  error: null,
};

export const FIREWALL: FirewallState = {
  tool: 'ufw',
  on: true,
  letsIn: false,
  port: 8002,
  command: 'sudo ufw allow 8002/tcp',
  isPublic: null,
};

export const NETWORK: NetworkState = {
  addresses: ADDRESSES,
  boards: { [BOARD]: WAY },
  firewall: FIREWALL,
  aliases: { listener: { kind: 'off' }, broken: [] },
  changedAtMs: STARTED_AT_MS,
};

/** The network of a preview: `server`, or `serverTrouble` with everything that can be wrong. */
export function networkOf(state: string): NetworkState {
  if (state !== 'serverTrouble') return { ...NETWORK, firewall: { ...FIREWALL, letsIn: null } };
  const port = 8070;
  const taken = { code: 'server/address-in-use', params: { port, address: '0.0.0.0' } } as const;
  return {
    ...NETWORK,
    boards: { [BOARD]: { ...WAY, sharesNetwork: false, pinUnused: '172.16.9.9' } },
    firewall: {
      ...FIREWALL,
      tool: 'windows',
      isPublic: true,
      command:
        'netsh advfirewall firewall add rule name="OTA Workbench" dir=in action=allow protocol=TCP localport=8002',
    },
    aliases: { listener: { kind: 'failed', port, error: taken }, broken: [] },
  };
}

/** The page with this machine's network. */
export function withNetwork(script: Script, network: NetworkState = NETWORK): Script {
  return { ...script, states: [...script.states, { name: 'network', key: null, value: network }] };
}
