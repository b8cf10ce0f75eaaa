import { expect, test } from 'vitest';

import { SharedListing } from '../../../electron/core/board/shared-listing.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakePorts, usbPort } from '../../support/fake-ports.ts';

test('however many boards are away, ports are listed five times a second at most', async () => {
  const clock = new FakeClock();
  const ports = new FakePorts();
  const shared = new SharedListing(clock, ports);
  for (let ms = 0; ms < 10_000; ms += 25) {
    await shared.list();
    clock.advance(25);
  }
  expect(ports.lists).toBeLessThanOrEqual(50);
});

test('after a plug nobody is told what was before it', async () => {
  const clock = new FakeClock();
  const ports = new FakePorts();
  const shared = new SharedListing(clock, ports);
  expect(await shared.list()).toEqual([]);
  ports.plug(usbPort());
  shared.forget();
  expect(await shared.list()).toHaveLength(1);
  expect(ports.lists).toBe(2);
  clock.advance(200);
  await shared.list();
  expect(ports.lists).toBe(3);
});
