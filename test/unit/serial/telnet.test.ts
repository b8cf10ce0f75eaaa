import fc from 'fast-check';
import { expect, test } from 'vitest';

import { baudRateIn, setBaudRate, setLines } from '../../../electron/adapters/serial/remote/com-port.ts';
import { escaped, subnegotiation, TelnetReader } from '../../../electron/adapters/serial/remote/telnet.ts';

function read(...pieces: readonly Uint8Array[]) {
  const data: number[] = [];
  const told: string[] = [];
  const reader = new TelnetReader({
    onData: (bytes) => data.push(...bytes),
    onOption: (verb, option) => told.push(`option ${verb} ${option}`),
    onSubnegotiation: (option, payload) => told.push(`sub ${option} ${[...payload].join(',')}`),
  });
  for (const piece of pieces) reader.push(piece);
  return { data, told };
}

test('what is escaped comes back as it was, however it is cut', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(600), (bytes, cut) => {
      const wire = escaped(bytes);
      const { data, told } = read(wire.subarray(0, cut), wire.subarray(cut));
      expect(data).toEqual([...bytes]);
      expect(told).toEqual([]);
    }),
  );
});

test('options and subnegotiations come out from between the data', () => {
  const wire = Uint8Array.of(65, 255, 253, 44, 66, ...subnegotiation(44, [101, 0, 255, 1, 1]), 67);
  const whole = read(wire);
  expect(whole).toEqual({ data: [65, 66, 67], told: ['option 253 44', 'sub 44 101,0,255,1,1'] });
  expect(read(...[...wire].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
});

test('whatever comes, nothing is thrown and memory stays bounded', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5_000 }), (bytes) => {
      expect(read(bytes).data.length).toBeLessThanOrEqual(bytes.length);
    }),
  );
  const endless = read(Uint8Array.of(255, 250, 44), new Uint8Array(1_000_000), Uint8Array.of(255, 240, 65));
  expect(endless).toEqual({ data: [65], told: [] });
});

test('a rate is four bytes, the highest first, and comes back so', () => {
  expect([...setBaudRate(115_200)]).toEqual([255, 250, 44, 1, 0, 1, 194, 0, 255, 240]);
  expect(baudRateIn(Uint8Array.of(101, 0, 1, 194, 0))).toBe(115_200);
  expect(baudRateIn(Uint8Array.of(101, 0))).toBeNull();
});

test('RTS is released before DTR', () => {
  const values = setLines({ dtr: false, rts: false }).map((bytes) => bytes[4]);
  expect(values).toEqual([12, 9]);
});
