import { expect, test } from 'vitest';

import { addressHex } from '../../../shared/x509/address-bytes.ts';

test.each([
  ['192.168.1.5', 'c0a80105'],
  ['::', '0'.repeat(32)],
  ['::1', `${'0'.repeat(31)}1`],
  ['fe80::1:2', `fe80${'0'.repeat(20)}00010002`],
  ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ['::ffff:10.0.0.1', `${'0'.repeat(20)}ffff0a000001`],
])('%s is %s', (host, hex) => {
  expect(addressHex(host)).toBe(hex);
});

test.each([
  'bench.local',
  '256.1.1.1',
  '1.2.3',
  '1.2.3.4.5',
  ':',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '::12345',
  '1:2:3:4:5:6:7::8',
  '',
])('%s is no address', (host) => {
  expect(addressHex(host)).toBeNull();
});
