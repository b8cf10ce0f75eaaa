import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { ownAddresses, reachableAddresses } from '../../../electron/core/net/own-addresses.ts';
import { watchAddresses } from '../../../electron/core/net/watch-addresses.ts';
import type { OwnAddress } from '../../../electron/core/ports.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function v4(address: string, internal = false): NetworkInterfaceInfo {
  return { address, netmask: '255.255.255.0', family: 'IPv4', mac: '', internal, cidr: null };
}
function v6(address: string): NetworkInterfaceInfo {
  return { address, netmask: '', family: 'IPv6', mac: '', internal: false, cidr: null, scopeid: 0 };
}
function own(address: string, loopback = false): OwnAddress {
  return { address, interfaceName: loopback ? 'lo' : 'eth0', netmask: '255.255.255.0', loopback };
}

test('lists IPv4 addresses with their interfaces and leaves IPv6 out', () => {
  const read = () => ({
    lo: [v4('127.0.0.1', true)],
    eth0: [v6('fe80::1'), v4('10.0.0.2')],
    none: undefined,
  });
  expect(ownAddresses(read)).toEqual([
    { address: '127.0.0.1', interfaceName: 'lo', netmask: '255.255.255.0', loopback: true },
    { address: '10.0.0.2', interfaceName: 'eth0', netmask: '255.255.255.0', loopback: false },
  ]);
});

test('a system that will not tell gives an empty list', () => {
  const read = (): never => {
    throw new Error('uv_interface_addresses returned an error');
  };
  expect(ownAddresses(read)).toEqual([]);
});

test('the address of the default route comes first, the others once each', async () => {
  const read = () => [own('127.0.0.1', true), own('172.17.0.1'), own('10.0.0.2'), own('172.17.0.1')];
  const asked: string[] = [];
  const routes = {
    facing: async (address: string) => {
      asked.push(address);
      return '10.0.0.2';
    },
  };
  expect(await reachableAddresses(routes, read)).toEqual(['10.0.0.2', '172.17.0.1']);
  expect(asked).toEqual(['192.0.2.1']);
});

test.each([null, '127.0.0.1', '203.0.113.9'])('a default route from %s changes no order', async (facing) => {
  const read = () => [own('172.17.0.1'), own('10.0.0.2')];
  expect(await reachableAddresses({ facing: async () => facing }, read)).toEqual(['172.17.0.1', '10.0.0.2']);
});

test('a failing routing table changes no order', async () => {
  const routes = { facing: () => Promise.reject(new Error('no')) };
  expect(await reachableAddresses(routes, () => [own('10.0.0.2')])).toEqual(['10.0.0.2']);
});

test('a change is reported within two seconds, once, until the watch ends', () => {
  const clock = new FakeClock();
  let addresses = [own('10.0.0.2'), own('10.0.0.3')];
  const seen: string[][] = [];
  const stop = watchAddresses({ clock, read: () => addresses }, (now) =>
    seen.push(now.map(({ address }) => address)),
  );
  clock.advance(6_000);
  addresses = [own('10.0.0.3'), own('10.0.0.2')];
  clock.advance(2_000);
  expect(seen).toEqual([]);
  addresses = [own('192.168.1.5')];
  clock.advance(2_000);
  clock.advance(10_000);
  expect(seen).toEqual([['192.168.1.5']]);
  stop();
  addresses = [];
  clock.advance(10_000);
  expect(seen).toHaveLength(1);
  expect(clock.waiting).toBe(0);
});
