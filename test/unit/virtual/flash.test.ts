import { expect, test } from 'vitest';

import { Flash } from '../../../electron/virtual/hardware/flash.ts';

test('an erased chip reads 0xFF everywhere', () => {
  const flash = new Flash(0x4000);
  expect(flash.read(0, 0x4000).every((byte) => byte === 0xff)).toBe(true);
  expect([...flash.programmedSectors()]).toEqual([]);
});

test('programming only clears bits', () => {
  const flash = new Flash(0x4000);
  flash.program(0x10, Uint8Array.of(0b1100_1111, 0));
  flash.program(0x10, Uint8Array.of(0b1111_0011, 0xff));
  expect(flash.read(0x10, 3)).toEqual(Uint8Array.of(0b1100_0011, 0, 0xff));
});

test('erasing restores whole sectors and no others', () => {
  const flash = new Flash(0x4000);
  flash.program(0xff0, new Uint8Array(0x1020));
  flash.erase(0x1000, 0x1000);
  expect(flash.read(0xfff, 2)).toEqual(Uint8Array.of(0, 0xff));
  expect(flash.read(0x1fff, 3)).toEqual(Uint8Array.of(0xff, 0, 0));
});

test('what crosses sector borders is read as it was written', () => {
  const flash = new Flash(0x4000);
  const bytes = Uint8Array.from({ length: 0x2100 }, (_, index) => index & 0xff);
  flash.program(0x800, bytes);
  expect(flash.read(0x800, bytes.length)).toEqual(bytes);
});

test('nothing lies beyond the chip, and sectors are not erased in part', () => {
  const flash = new Flash(0x4000);
  expect(() => flash.read(0x3fff, 2)).toThrow(RangeError);
  expect(() => flash.program(0x4000, Uint8Array.of(1))).toThrow(RangeError);
  expect(() => flash.erase(0x100, 0x1000)).toThrow(RangeError);
  expect(flash.holds(0x3fff, 1)).toBe(true);
  expect(flash.holds(-1, 1)).toBe(false);
});
