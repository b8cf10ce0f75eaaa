import { expect, test } from 'vitest';

import { aliasSettingsSchema, DEFAULT_ALIASES } from '../../../shared/contract/network-settings.ts';
import { aliasHost, aliasPath } from '../../../shared/net/alias.ts';

test.each([
  ['OTA.Example.org', 'ota.example.org'],
  ['ota.example.org.', 'ota.example.org'],
  ['192.168.0.3', '192.168.0.3'],
  ['bench_7', 'bench_7'],
])('the host %s is named as %s', (given, host) => {
  expect(aliasHost(given)).toBe(host);
});

test.each([
  '',
  ' ',
  'a b',
  'https://ota.example.org',
  'ota.example.org:8070',
  'ota/x',
  '*.example.org',
  '-x.org',
  'x..org',
  '0.0.0.0',
  '192.168.0',
  '192.168.0.300',
  'é.org',
  '[::1]',
  `${'a'.repeat(64)}.org`,
])('%o is no host', (given) => {
  expect(() => aliasHost(given)).toThrow(expect.objectContaining({ code: 'alias/bad-host' }));
});

test.each(['/hello_world.bin', '/ota/v1/app.bin', '/a@b:c', '/x'])('the path %s can be served', (path) => {
  expect(aliasPath(` ${path} `)).toBe(path);
});

test.each([
  '',
  'hello_world.bin',
  '/',
  '/a b',
  '/a?b',
  '/a#b',
  '/a%2Fb',
  '/../certs/key.pem',
  '/a/./b',
  '//x',
  '/a//b',
  '/é',
  '/a\\b',
  '/a\0b',
  `/${'x'.repeat(201)}`,
])('%o is no path', (given) => {
  expect(() => aliasPath(given)).toThrow(expect.objectContaining({ code: 'alias/bad-path' }));
});

test.each(['/health', '/firmware/0123456789abcdef/app.bin'])('%s is taken', (path) => {
  expect(() => aliasPath(path)).toThrow(expect.objectContaining({ code: 'alias/path-taken' }));
});

test('settings hold only what can be served', () => {
  expect(aliasSettingsSchema.safeParse(DEFAULT_ALIASES).success).toBe(true);
  for (const wrong of [
    { ...DEFAULT_ALIASES, hosts: ['a b'] },
    { ...DEFAULT_ALIASES, port: 0 },
    { ...DEFAULT_ALIASES, paths: [{ path: '/..', target: 'pushed' }] },
    { ...DEFAULT_ALIASES, paths: [{ path: '/x', target: '../etc' }] },
  ])
    expect(aliasSettingsSchema.safeParse(wrong).success).toBe(false);
});
