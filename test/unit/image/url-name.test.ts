import fc from 'fast-check';
import { expect, test } from 'vitest';

import { lastPart, urlNameFor } from '../../../electron/core/image/url-name.ts';

const ID = '3fe2a1b9'.repeat(8);
const nameOf = (fileName: string, projectName: string | null = null) =>
  urlNameFor(fileName, projectName, ID, () => false);

test.each([
  ['native_ota.bin', 'native_ota'],
  ['ota_1.5.0.BIN', 'ota_1.5.0'],
  ['my firmware (2).bin', 'my-firmware-2'],
  ['o\'brien "v1".bin', 'o-brien-v1'],
  ['Prüfstand.bin', 'Prufstand'],
  ['温度计-v2.bin', 'v2'],
  ['/home/me/build/app.bin', 'app'],
  ['C:\\build\\app.bin', 'app'],
  ['../../certs/server_key.bin', 'server_key'],
  ['..', 'image'],
  ['.bin', 'image'],
  ['%2e%2e%2f.bin', '2e-2e-2f'],
  ['a\r\nb.bin', 'a-b'],
  ['firmware', 'firmware'],
])('%j becomes %j', (fileName, urlName) => {
  expect(nameOf(fileName)).toBe(urlName);
});

test('a name of which nothing is left is that of the project', () => {
  expect(nameOf('温度计.bin', 'thermometer')).toBe('thermometer');
  expect(nameOf('温度计.bin', '温度计')).toBe('image');
});

test('a taken name gets the start of the digest', () => {
  expect(urlNameFor('app.bin', null, ID, (name) => name === 'app')).toBe('app-3fe2a1b9');
  expect(urlNameFor(`${'x'.repeat(200)}.bin`, null, ID, (name) => name.length === 40)).toBe(
    `${'x'.repeat(31)}-3fe2a1b9`,
  );
});

test('whatever the file is called, the name is safe, short and not empty', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 300 }));
  fc.assert(
    fc.property(text, fc.option(text), fc.boolean(), (fileName, projectName, taken) => {
      const urlName = urlNameFor(fileName, projectName, ID, () => taken);
      expect(urlName).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,39}$/);
      expect(urlName).not.toContain('..');
    }),
  );
});

test('the last part of a path of any system is kept', () => {
  expect(lastPart('/a/b.bin')).toBe('b.bin');
  expect(lastPart('C:\\a\\b.bin')).toBe('b.bin');
  expect(lastPart('a/')).toBe('a');
  expect(lastPart('b.bin')).toBe('b.bin');
});
