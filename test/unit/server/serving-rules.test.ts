import { expect, test } from 'vitest';

import type { ServingRulesDeps } from '../../../electron/core/server/serving-rules.ts';
import { servingRules } from '../../../electron/core/server/serving-rules.ts';
import { DEFAULT_SERVING, limitsSchema, servingSchema } from '../../../shared/contract/server-settings.ts';
import { DEFAULT_SETTINGS } from '../../../shared/contract/settings.ts';

function rules(change: Partial<ServingRulesDeps> = {}) {
  return servingRules({
    certificate: () => ({ dnsNames: ['192.168.1.5', 'Bench.local'], ipAddresses: ['192.168.1.5'] }),
    addresses: () => ['10.0.0.9'],
    serving: () => DEFAULT_SERVING,
    isPushing: () => false,
    isOpen: () => false,
    isSelf: () => false,
    isPublicNetwork: () => false,
    ...change,
  });
}

test.each([
  ['192.168.1.5', true],
  ['bench.local', true],
  ['10.0.0.9', true],
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.0.3.7', true],
  ['::1', true],
  ['10.0.0.10', false],
  ['evil.example', false],
  ['127.0.0.1.evil.example', false],
  ['localhost.evil.example', false],
])('whether %s is ours: %s', (name, ours) => {
  expect(rules().isOurs(name)).toBe(ours);
});

test.each([
  // serveWhen, public network, pushing, served to whoever comes: is anyone served
  ['always', true, false, false, true],
  ['auto', false, false, false, true],
  ['auto', true, false, false, false],
  ['auto', true, true, false, true],
  ['auto', true, false, true, true],
  ['pushing', false, false, false, false],
  ['pushing', false, true, false, true],
  ['pushing', false, false, true, false],
] as const)('%s, public %s, pushing %s, open %s: %s', (serveWhen, isPublic, pushing, open, served) => {
  const made = rules({
    serving: () => ({ ...DEFAULT_SERVING, serveWhen }),
    isPublicNetwork: () => isPublic,
    isPushing: () => pushing,
    isOpen: () => open,
  });
  expect(made.isServing()).toBe(served);
});

test('the defaults pass their own checks, and each has a word', () => {
  expect(servingSchema.parse(DEFAULT_SETTINGS.serving)).toEqual(DEFAULT_SETTINGS.serving);
  expect(limitsSchema.parse(DEFAULT_SETTINGS.limits)).toEqual(DEFAULT_SETTINGS.limits);
  expect(DEFAULT_SETTINGS.limits).toMatchObject({
    connectionsPerAddress: 64,
    handshakeMs: 30_000,
    lowestBytesPerSecond: 500,
    lowestRateMs: 30_000,
  });
});

test.each(['192.168.1.20', '10.0.0.0/8', 'fd00::/8'])('%s may stand in the list of boards', (each) => {
  expect(servingSchema.safeParse({ ...DEFAULT_SERVING, allowedBoards: [each] }).success).toBe(true);
});

test.each(['bench.local', '10.0.0.1 10.0.0.2', '10.0.0.0/1000', ''])('%j may not', (each) => {
  expect(servingSchema.safeParse({ ...DEFAULT_SERVING, allowedBoards: [each] }).success).toBe(false);
});
