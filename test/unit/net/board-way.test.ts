import { expect, test } from 'vitest';

import type { WayInput } from '../../../shared/net/board-way.ts';
import { boardWay, hostIsGiven } from '../../../shared/net/board-way.ts';
import { inOneNetwork, parseIpv4, prefixLength } from '../../../shared/net/ipv4.ts';

const INPUT: WayInput = {
  boardName: 'bench-07',
  boardAddress: '192.168.1.77',
  addresses: [
    { address: '192.168.1.23', netmask: '255.255.255.0' },
    { address: '10.0.0.5', netmask: '255.255.0.0' },
    { address: '127.0.0.1', netmask: '255.0.0.0' },
  ],
  facing: '192.168.1.23',
  commandHost: null,
  boardPin: null,
  host: null,
  pin: null,
  bind: '0.0.0.0',
};
const way = (more: Partial<WayInput>) => boardWay({ ...INPUT, ...more });

test.each<[Partial<WayInput>, string, string]>([
  [{}, '192.168.1.23', 'route'],
  [{ bind: '10.0.0.5' }, '10.0.0.5', 'bind'],
  [{ pin: '10.0.0.5' }, '10.0.0.5', 'pin'],
  [{ pin: '10.0.0.5', host: 'bench.local' }, 'bench.local', 'host'],
  [{ boardPin: '10.0.0.5', host: 'bench.local' }, '10.0.0.5', 'boardPin'],
  [{ boardPin: '10.0.0.5', commandHost: 'ci.local', host: 'bench.local' }, 'ci.local', 'commandHost'],
])('%o is given %s, because of %s', (more, host, why) => {
  expect(way(more)).toMatchObject({ host, why, error: null, pinUnused: null });
});

test.each<[string, Partial<WayInput>, string]>([
  ['an address that is gone', { pin: '172.20.0.9' }, 'route'],
  ['an address nobody listens on', { boardPin: '10.0.0.5', bind: '192.168.1.23' }, 'bind'],
])('a pin to %s gives way and is told', (_name, more, why) => {
  expect(way(more)).toMatchObject({ host: '192.168.1.23', why, pinUnused: more.pin ?? more.boardPin });
});

test.each<[Partial<WayInput>, boolean | null]>([
  [{}, true],
  [{ pin: '10.0.0.5' }, false],
  [{ boardAddress: '10.0.250.1', facing: '10.0.0.5' }, true],
  [{ boardAddress: '10.1.0.1', facing: '10.0.0.5' }, false],
  [{ boardAddress: '127.64.3.9', facing: '127.0.0.1' }, true],
  [{ boardAddress: '127.64.3.9', pin: '10.0.0.5' }, true],
  [{ host: 'bench.local' }, null],
  [{ commandHost: '203.0.113.7' }, null],
  [{ boardAddress: null }, null],
])('%o shares a network: %s', (more, shares) => {
  expect(way(more).sharesNetwork).toBe(shares);
});

test.each<[Partial<WayInput>, string]>([
  [{ boardAddress: null, facing: null }, 'board/no-address'],
  [{ boardAddress: '0.0.0.0', facing: null }, 'board/zero-address'],
  [{ facing: null }, 'net/no-route'],
])('%o has no host: %s', (more, code) => {
  expect(way(more)).toMatchObject({ host: null, why: null, error: { code } });
});

test('a host that is named needs no address of the board', () => {
  expect(hostIsGiven(INPUT)).toBe(false);
  expect(hostIsGiven({ ...INPUT, boardPin: '10.0.0.5' })).toBe(true);
  expect(hostIsGiven({ ...INPUT, boardPin: '10.9.9.9' })).toBe(false);
  expect(hostIsGiven({ ...INPUT, bind: '10.0.0.5' })).toBe(true);
});

test('addresses and masks are read as numbers, and nothing else is', () => {
  expect(parseIpv4('255.255.255.255')).toBe(0xff_ff_ff_ff);
  for (const text of ['256.1.1.1', '1.2.3', '1.2.3.4.5', '01x.2.3.4', '', ' 1.2.3.4', '::1'])
    expect(parseIpv4(text)).toBeNull();
  expect(
    ['255.255.255.0', '255.255.0.0', '0.0.0.0', '255.255.255.255', '255.0.255.0'].map(prefixLength),
  ).toEqual([24, 16, 0, 32, null]);
  expect(inOneNetwork('192.168.1.1', '192.168.1.254', '255.255.255.0')).toBe(true);
  expect(inOneNetwork('192.168.1.1', '192.168.1.254', '255.255.255.128')).toBe(false);
  expect(inOneNetwork('bench.local', '192.168.1.254', '255.255.255.0')).toBe(false);
});
