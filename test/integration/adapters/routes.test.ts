import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { createRoutes } from '../../../electron/adapters/routes.ts';
import { systemClock } from '../../../electron/adapters/system-clock.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const routes = createRoutes(systemClock);

test('a board on this machine is faced by the loopback address', async () => {
  expect(await routes.facing('127.0.0.1')).toBe('127.0.0.1');
  expect(await routes.facing('127.0.7.9')).toBe('127.0.0.1');
});

test('each address of this machine faces itself', async () => {
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal);
  for (const { address } of own) expect(await routes.facing(address)).toBe(address);
});

test.each(['', 'esp32.local', '::1', '1.2.3', '127.0.0.1:80'])(
  '%j is no IPv4 address and has no route',
  async (address) => {
    expect(await routes.facing(address)).toBeNull();
  },
);

test('an address nothing may be sent to has no route', async () => {
  expect(await routes.facing('255.255.255.255')).toBeNull();
});

test('a question leaves no timer behind', async () => {
  const clock = new FakeClock();
  await createRoutes(clock).facing('127.0.0.1');
  expect(clock.waiting).toBe(0);
});
