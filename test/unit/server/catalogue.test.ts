import { expect, test } from 'vitest';

import { Catalogue } from '../../../electron/core/server/catalogue.ts';
import { servedImage } from '../../support/served-image.ts';

const PEER = '192.168.1.20';
const TOKEN_PATH = /^\/firmware\/[0-9a-f]{16}\/ota_1\.bin$/;
const image = servedImage('ota_1', 100);
const rebuilt = servedImage('ota_1', 100, 2);

test('an image is found under its exact path, as the very bytes that were given', () => {
  const catalogue = new Catalogue();
  expect(catalogue.publish(image, { pushId: null }).path).toBe('/firmware/ota_1.bin');
  expect(catalogue.find('/firmware/ota_1.bin', PEER)?.image.bytes).toBe(image.bytes);
  expect(catalogue.find('/firmware/OTA_1.bin', PEER)).toBeNull();
});

test('nothing is found any more once the last publication is withdrawn', () => {
  const catalogue = new Catalogue();
  const first = catalogue.publish(image, { pushId: null });
  const second = catalogue.publish(image, { pushId: null });
  first.withdraw();
  first.withdraw();
  expect(catalogue.has(image.imageId)).toBe(true);
  expect(catalogue.find(first.path, PEER)).not.toBeNull();
  second.withdraw();
  expect(catalogue.find(first.path, PEER)).toBeNull();
  expect(catalogue.has(image.imageId)).toBe(false);
});

test('a push takes the plain path over from plain serving and gives it back', () => {
  const catalogue = new Catalogue();
  catalogue.publish(image, { pushId: null });
  const push = catalogue.publish(image, { pushId: 'p1' });
  expect(push.path).toBe('/firmware/ota_1.bin');
  expect(catalogue.find(push.path, PEER)?.pushId).toBe('p1');
  push.withdraw();
  expect(catalogue.find(push.path, PEER)?.pushId).toBeNull();
});

test('a second push of the same image has a path of its own', () => {
  const catalogue = new Catalogue();
  const first = catalogue.publish(image, { pushId: 'p1' });
  const second = catalogue.publish(image, { pushId: 'p2' });
  expect(first.path).toBe('/firmware/ota_1.bin');
  expect(second.path).toMatch(TOKEN_PATH);
  expect(catalogue.find(first.path, PEER)?.pushId).toBe('p1');
  expect(catalogue.find(second.path, PEER)?.pushId).toBe('p2');
});

test('a push of another image with the same name never takes its path', () => {
  const catalogue = new Catalogue();
  catalogue.publish(image, { pushId: null });
  const push = catalogue.publish(rebuilt, { pushId: 'p1' });
  expect(push.path).toMatch(TOKEN_PATH);
  expect(catalogue.find('/firmware/ota_1.bin', PEER)?.image.imageId).toBe(image.imageId);
});

test('a path of its own is given on demand, and never twice', () => {
  const catalogue = new Catalogue();
  const paths = Array.from(
    { length: 50 },
    () => catalogue.publish(image, { pushId: 'p', ownPath: true }).path,
  );
  for (const path of paths) expect(path).toMatch(TOKEN_PATH);
  expect(new Set(paths).size).toBe(50);
});

test('an alias is an exact path like any other', () => {
  const catalogue = new Catalogue();
  const push = catalogue.publish(image, { pushId: 'p1', aliases: ['/hello_world.bin'] });
  expect(catalogue.find('/hello_world.bin', PEER)?.pushId).toBe('p1');
  expect(catalogue.find('/hello_world.bin/', PEER)).toBeNull();
  push.withdraw();
  expect(catalogue.find('/hello_world.bin', PEER)).toBeNull();
});

test('two boards that ask for one alias get what is meant for each', () => {
  const catalogue = new Catalogue();
  const aliases = ['/hello_world.bin'];
  catalogue.publish(image, { pushId: 'p1', aliases, peer: '192.168.1.20' });
  catalogue.publish(rebuilt, { pushId: 'p2', aliases, peer: '192.168.1.21' });
  expect(catalogue.find('/hello_world.bin', '192.168.1.20')?.pushId).toBe('p1');
  expect(catalogue.find('/hello_world.bin', '192.168.1.21')?.pushId).toBe('p2');
  expect(catalogue.find('/hello_world.bin', '192.168.1.22')).toBeNull();
});

test('a name that is not plain ASCII is escaped in its path', () => {
  const catalogue = new Catalogue();
  const odd = { ...image, urlName: '固件 v1/..' };
  const { path } = catalogue.publish(odd, { pushId: null });
  expect(path).toBe('/firmware/%E5%9B%BA%E4%BB%B6%20v1%2F...bin');
  expect(catalogue.find(path, PEER)).not.toBeNull();
});

test.each(['__proto__', 'constructor', 'toString'])('%s is no path', (path) => {
  expect(new Catalogue().find(path, PEER)).toBeNull();
});
