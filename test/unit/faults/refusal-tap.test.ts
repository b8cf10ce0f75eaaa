import { expect, test } from 'vitest';

import { PlainAlerts } from '../../../electron/core/faults/refusal-tap.ts';

const record = (type: number, body: readonly number[]): readonly number[] => [
  type,
  3,
  3,
  body.length >> 8,
  body.length & 0xff,
  ...body,
];
const HELLO = record(22, Array(300).fill(1));
const CHANGE = record(20, [1]);
const UNKNOWN_CA = record(21, [2, 48]);

/** What is read of these bytes when they come in pieces of this size. */
function alertIn(bytes: readonly number[], pieceBytes: number): number | null {
  const alerts = new PlainAlerts();
  for (let at = 0; at < bytes.length; at += pieceBytes)
    alerts.push(Buffer.from(bytes.slice(at, at + pieceBytes)));
  return alerts.last;
}

test.each([1, 2, 3, 5, 7, 64, 305, 306, 4_096])('an alert is read in pieces of %i bytes', (pieceBytes) => {
  expect(alertIn([...HELLO, ...CHANGE, ...UNKNOWN_CA], pieceBytes)).toBe(48);
});

test.each([1, 6, 4_096])('what only looks like one is none, in pieces of %i bytes', (pieceBytes) => {
  // Inside another record, encrypted, or cut off.
  expect(alertIn(record(23, UNKNOWN_CA), pieceBytes)).toBeNull();
  expect(alertIn([...HELLO, ...record(21, Array(26).fill(48))], pieceBytes)).toBeNull();
  expect(alertIn([...HELLO, ...UNKNOWN_CA.slice(0, -1)], pieceBytes)).toBeNull();
  expect(alertIn([...HELLO, ...CHANGE], pieceBytes)).toBeNull();
});
