import { Command } from 'commander';
import { expect, test } from 'vitest';

import type { DeliveryFlags } from '../../../electron/cli/delivery-flags.ts';
import { addDeliveryOptions, deliveryOf, withDeliveryValues } from '../../../electron/cli/delivery-flags.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import { createTranslator } from '../../../shared/text/translator.ts';

const t = createTranslator('en');

function read(...argv: string[]): { readonly files: string[]; readonly delivery: unknown } {
  const command = addDeliveryOptions(new Command('push').argument('<files...>').exitOverride(), t);
  command.parse(withDeliveryValues(argv), { from: 'user' });
  return { files: command.args, delivery: deliveryOf(command.opts<DeliveryFlags>(), t) };
}

function problem(...argv: string[]): string {
  try {
    read(...argv);
  } catch (thrown) {
    if (thrown instanceof WorkbenchError) return String(thrown.params.detail);
    throw thrown;
  }
  throw new Error('It was taken.');
}

test('without an option nothing is said of the delivery', () => {
  expect(read('a.bin').delivery).toBeNull();
});

test.each([
  ['length', 'contentLength'],
  ['chunked', 'chunked'],
  ['close', 'untilClose'],
])('--body %s is %s', (given, body) => {
  expect(read('a.bin', '--body', given).delivery).toMatchObject({ body, access: { kind: 'open' } });
});

test('a name and a password are taken as they are, or made at random', () => {
  const access = (user: string | null, password: string | null) => ({
    access: { kind: 'basic', user, password },
  });
  expect(read('--basic', 'board:s3cret', 'a.bin').delivery).toMatchObject(access('board', 's3cret'));
  expect(read('--basic=board:s3cret', 'a.bin').delivery).toMatchObject(access('board', 's3cret'));
  expect(read('--basic', 'random', 'a.bin').delivery).toMatchObject(access(null, null));
  expect(read('--basic', 'a.bin')).toMatchObject({ files: ['a.bin'], delivery: access(null, null) });
});

test('a link is for the image, a board or one download, and may expire', () => {
  const link = (use: string, expiresInSeconds: number | null) => ({
    access: { kind: 'token', use, expiresInSeconds },
  });
  expect(read('--token', 'a.bin')).toMatchObject({ files: ['a.bin'], delivery: link('image', null) });
  expect(read('--token', 'once', '--expires', '600', 'a.bin').delivery).toMatchObject(link('once', 600));
  expect(read('--token=board', 'a.bin').delivery).toMatchObject(link('board', null));
});

test('a plain port makes it http', () => {
  expect(read('a.bin', '--plain-http', '8003').delivery).toMatchObject({ scheme: 'http' });
});

test.each([
  ['a.bin', '--body', 'gzip'],
  ['a.bin', '--token=twice'],
  ['a.bin', '--expires', '0', '--token'],
  ['a.bin', '--expires', '60'],
  ['a.bin', '--plain-http', '0'],
  ['a.bin', '--token', '--basic', 'a:b'],
])('%s %s %s is refused', (...argv) => {
  expect(problem(...argv)).not.toBe('');
});

test('a password that a URL cannot hold is refused and not repeated', () => {
  const said = problem('a.bin', '--basic=board:p@ss');
  expect(said).toContain('--basic');
  expect(said).not.toContain('p@ss');
});
