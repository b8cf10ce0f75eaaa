import { expect, test } from 'vitest';

import { certificateNames, coversNames } from '../../../electron/core/tls/certificate-names.ts';
import { WorkbenchError } from '../../../shared/errors.ts';

test('an address stands among the addresses and among the names', () => {
  const names = certificateNames({ ipAddresses: ['192.168.1.5'], dnsNames: ['bench.local'] });
  expect(names).toEqual({
    commonName: '192.168.1.5',
    ipAddresses: ['192.168.1.5', '127.0.0.1'],
    dnsNames: ['192.168.1.5', '127.0.0.1', 'bench.local', 'localhost'],
  });
});

test('loopback and localhost are there when nothing is asked for', () => {
  const names = certificateNames({ ipAddresses: [], dnsNames: [] });
  expect(names).toEqual({
    commonName: '127.0.0.1',
    ipAddresses: ['127.0.0.1'],
    dnsNames: ['127.0.0.1', 'localhost'],
  });
});

test('an address given as a name counts as an address', () => {
  const names = certificateNames({ ipAddresses: [], dnsNames: ['10.0.0.7'] });
  expect(names.ipAddresses).toEqual(['10.0.0.7', '127.0.0.1']);
});

test('repeats, upper case and a trailing dot make no second name', () => {
  const names = certificateNames({
    ipAddresses: ['10.0.0.7', '10.0.0.7'],
    dnsNames: ['Bench.Local', 'bench.local.', 'LOCALHOST'],
  });
  expect(names.dnsNames).toEqual(['10.0.0.7', '127.0.0.1', 'bench.local', 'localhost']);
});

test('listening everywhere adds no address', () => {
  const names = certificateNames({ ipAddresses: ['0.0.0.0', '::'], dnsNames: [] });
  expect(names.ipAddresses).toEqual(['127.0.0.1']);
});

test('an IPv6 address takes its short form', () => {
  const names = certificateNames({ ipAddresses: ['FE80:0:0:0:0:0:0:1'], dnsNames: [] });
  expect(names.ipAddresses).toEqual(['fe80::1', '127.0.0.1']);
  expect(names.dnsNames).toContain('fe80::1');
});

test('an international name is written as ASCII', () => {
  const names = certificateNames({ ipAddresses: [], dnsNames: ['werkbänk.example'] });
  expect(names.dnsNames).toContain('xn--werkbnk-9wa.example');
});

test('the common name is never longer than the standard allows', () => {
  const long = `${'a'.repeat(60)}.example.org`;
  expect(certificateNames({ ipAddresses: [], dnsNames: [long] }).commonName).toBe('127.0.0.1');
});

test.each([
  '',
  ' ',
  'a b',
  'https://x',
  'x/y',
  'x:8002',
  '12',
  '0x7f.1',
  'a%41',
  '-x-',
  'a..b',
  'a,DNS:b',
  `${'a'.repeat(64)}.x`,
  '\u0000',
])('refuses %j as a name', (name) => {
  let code = '';
  try {
    certificateNames({ ipAddresses: [], dnsNames: [name] });
  } catch (thrown) {
    if (thrown instanceof WorkbenchError) code = thrown.code;
  }
  expect(code).toBe('cert/bad-name');
});

test('an address that stands only as iPAddress is not covered', () => {
  const wanted = certificateNames({ ipAddresses: ['10.0.0.7'], dnsNames: [] });
  expect(coversNames(wanted, wanted)).toBe(true);
  const half = { ...wanted, dnsNames: wanted.dnsNames.filter((name) => name !== '10.0.0.7') };
  expect(coversNames(half, wanted)).toBe(false);
});
