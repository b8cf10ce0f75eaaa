import { expect, test } from 'vitest';

import type { AdmissionDeps } from '../../../electron/core/server/admission.ts';
import { Admission } from '../../../electron/core/server/admission.ts';
import { RateFloor } from '../../../electron/core/server/rate-floor.ts';
import { SERVER_LIMITS } from '../../../electron/core/server/server-limits.ts';

function admission(change: Partial<AdmissionDeps> = {}): Admission {
  return new Admission({
    limits: { ...SERVER_LIMITS, connections: 100, connectionsPerAddress: 3 },
    allowed: () => [],
    isServing: () => true,
    descriptorLimit: null,
    ...change,
  });
}

test('an address has so many connections and no more, until one ends', () => {
  const door = admission();
  const [leave] = [1, 2, 3].map(() => door.enter('10.0.0.2'));
  expect(door.refusal('10.0.0.2', 7)).toBe('tooManyFromAddress');
  expect(door.refusal('10.0.0.3', 7)).toBeNull();
  leave?.();
  expect(door.refusal('10.0.0.2', 7)).toBeNull();
});

test('loopback is not counted by address, but in all', () => {
  const door = admission();
  for (let count = 0; count < 99; count += 1) door.enter(count % 2 === 0 ? '127.0.0.1' : '::1');
  expect(door.refusal('127.0.0.1', 7)).toBeNull();
  door.enter('10.0.0.2');
  expect([door.refusal('127.0.0.1', 7), door.refusal('10.0.0.3', 7)]).toEqual([
    'tooManyConnections',
    'tooManyConnections',
  ]);
});

test.each([
  ['192.168.1.20', null],
  ['192.168.1.21', 'notAllowed'],
  ['10.1.2.3', null],
  ['10.2.0.1', 'notAllowed'],
  ['fd00::7', null],
  ['fe80::7', 'notAllowed'],
  ['127.0.0.1', 'notAllowed'],
])('with a list of boards %s is answered %s', (peer, reason) => {
  const list = ['192.168.1.20', '10.1.0.0/16', 'fd00::/8', 'nonsense', '10.2.0.0/77'];
  expect(admission({ allowed: () => list }).refusal(peer, 7)).toBe(reason);
});

test('a list that changes counts from the next connection on', () => {
  let list: readonly string[] = ['10.0.0.2'];
  const door = admission({ allowed: () => list });
  expect(door.refusal('10.0.0.3', 7)).toBe('notAllowed');
  list = ['10.0.0.3'];
  expect(door.refusal('10.0.0.3', 7)).toBeNull();
  list = [];
  expect(door.refusal('10.0.0.4', 7)).toBeNull();
});

test('nobody comes in while nobody is to be served', () => {
  expect(admission({ isServing: () => false }).refusal('127.0.0.1', 7)).toBe('notServing');
});

test('the last descriptors are left to the log, the library and the ports', () => {
  const door = admission({ descriptorLimit: 64 });
  expect([39, 40, 63].map((descriptor) => door.refusal('127.0.0.1', descriptor))).toEqual([
    null,
    'outOfDescriptors',
    'outOfDescriptors',
  ]);
  expect(door.refusal('127.0.0.1', null)).toBeNull();
});

test('a response may be slow, but not slower than the lowest rate for a whole period', () => {
  const floor = new RateFloor({ bytesPerSecond: 500, overMs: 30_000 }, 0);
  expect(floor.holds(0, 29_999)).toBe(true);
  expect(floor.holds(15_000, 30_000)).toBe(true);
  expect(floor.holds(15_001, 59_999)).toBe(true);
  expect(floor.holds(29_999, 60_000)).toBe(false);
});

test('what is restarted is measured anew', () => {
  const floor = new RateFloor({ bytesPerSecond: 500, overMs: 30_000 }, 0);
  floor.restart(0, 29_000);
  expect(floor.holds(0, 58_999)).toBe(true);
  expect(floor.holds(0, 59_000)).toBe(false);
});
