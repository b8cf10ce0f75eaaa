import { expect, test } from 'vitest';

import { AccessGrant } from '../../../electron/core/server/access-grant.ts';
import { Catalogue } from '../../../electron/core/server/catalogue.ts';
import type { Access } from '../../../shared/ota/delivery.ts';
import { deliverySchema, PLAIN_DELIVERY, withoutPassword } from '../../../shared/ota/delivery.ts';
import { servedImage } from '../../support/served-image.ts';

const image = servedImage('ota_1', 100);
const link = (use: 'image' | 'board' | 'once', expiresInSeconds: number | null = null): Access => ({
  kind: 'token',
  use,
  expiresInSeconds,
});
const basic = (user: string | null, password: string | null): Access => ({ kind: 'basic', user, password });
const header = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

test('what is left out of a delivery is as it always was', () => {
  expect(deliverySchema.parse({})).toEqual(PLAIN_DELIVERY);
});

test.each(['a:b', 'a@b', 'a/b', 'a b', '', 'ü', 'x'.repeat(65)])(
  '%j is no name or password for a URL',
  (password) => {
    expect(deliverySchema.safeParse({ access: { kind: 'basic', user: 'board', password } }).success).toBe(
      false,
    );
  },
);

test('a URL is shown without its password', () => {
  expect(withoutPassword('https://board:s3cret@192.168.1.5:8002/firmware/a.bin')).toBe(
    'https://board:***@192.168.1.5:8002/firmware/a.bin',
  );
  expect(withoutPassword('https://192.168.1.5:8002/firmware/a@b.bin')).toBe(
    'https://192.168.1.5:8002/firmware/a@b.bin',
  );
});

test('a password made at random is another each time, and long', () => {
  const made = [1, 2].map(() => new AccessGrant(basic(null, null), () => 0, null).credentials?.password);
  expect(made[0]).toMatch(/^[A-Za-z0-9_-]{16}$/);
  expect(made[0]).not.toBe(made[1]);
});

test.each([
  [header('u:p'), 'granted'],
  [header('u:p').replace('Basic ', 'basic  '), 'granted'],
  [header('u:P'), 'unauthorized'],
  [header('u:'), 'unauthorized'],
  [header('u:p:'), 'unauthorized'],
  [header(''), 'unauthorized'],
  ['Basic', 'unauthorized'],
  ['Bearer dTpw', 'unauthorized'],
  ['dTpw', 'unauthorized'],
  [undefined, 'unauthorized'],
])('%j is %s', (authorization, judgement) => {
  expect(new AccessGrant(basic('u', 'p'), () => 0, null).judge('10.0.0.2', authorization)).toBe(judgement);
});

test('a link for an image is for everyone who has it, again and again', () => {
  const grant = new AccessGrant(link('image'), () => 0, null);
  grant.take('10.0.0.2');
  grant.spend();
  expect([grant.judge('10.0.0.2', undefined), grant.judge('10.0.0.3', undefined)]).toEqual([
    'granted',
    'granted',
  ]);
});

test('a link for a board is hidden from the others once the first has come, or from the start', () => {
  const first = new AccessGrant(link('board'), () => 0, null);
  expect(first.judge('10.0.0.3', undefined)).toBe('granted');
  first.take('10.0.0.2');
  first.take('10.0.0.3');
  expect([first.judge('10.0.0.2', undefined), first.judge('10.0.0.3', undefined)]).toEqual([
    'granted',
    'hidden',
  ]);
  const known = new AccessGrant(link('board'), () => 0, '10.0.0.2');
  expect(known.judge('10.0.0.3', undefined)).toBe('hidden');
});

test('a link for one download ends with it', () => {
  const grant = new AccessGrant(link('once'), () => 0, null);
  grant.take('10.0.0.2');
  expect(grant.judge('10.0.0.2', undefined)).toBe('granted');
  grant.spend();
  expect([grant.judge('10.0.0.2', undefined), grant.judge('10.0.0.3', undefined)]).toEqual([
    'used',
    'hidden',
  ]);
});

test('a link expires to the millisecond', () => {
  let nowMs = 1_000;
  const grant = new AccessGrant(link('image', 60), () => nowMs, null);
  nowMs = 60_999;
  expect(grant.judge('10.0.0.2', undefined)).toBe('granted');
  nowMs = 61_000;
  expect(grant.judge('10.0.0.2', undefined)).toBe('expired');
});

test('a link is the only way to its image, and cannot be guessed', () => {
  const catalogue = new Catalogue();
  const options = {
    pushId: 'p1',
    delivery: { ...PLAIN_DELIVERY, access: link('once') },
    aliases: ['/x.bin'],
  };
  const { path } = catalogue.publish(image, options);
  expect(path).toMatch(/^\/firmware\/[A-Za-z0-9_-]{22}\/ota_1\.bin$/);
  expect(catalogue.find('/firmware/ota_1.bin', '10.0.0.2')).toBeNull();
  expect(catalogue.find('/x.bin', '10.0.0.2')).toBeNull();
  expect(catalogue.find(path, '10.0.0.2')?.pushId).toBe('p1');
  expect(catalogue.publish(image, options).path).not.toBe(path);
});

test('without TLS only what is meant for that is found', () => {
  const catalogue = new Catalogue();
  const { path } = catalogue.publish(image, { pushId: null });
  expect(catalogue.find(path, '10.0.0.2', false)).toBeNull();
  catalogue.publish(image, { pushId: 'p1', delivery: { ...PLAIN_DELIVERY, scheme: 'http' } });
  expect(catalogue.find(path, '10.0.0.2', false)?.pushId).toBe('p1');
});

test('what asks for a password never hides what is open, and the other way round', () => {
  const catalogue = new Catalogue();
  const open = catalogue.publish(image, { pushId: null });
  const delivery = { ...PLAIN_DELIVERY, access: basic(null, null) };
  const locked = catalogue.publish(image, { pushId: null, delivery });
  expect(locked.path).not.toBe(open.path);
  expect(locked.credentials?.user).toBe('board');
});
