import { describe, expect, test } from 'vitest';

import {
  activeEntry,
  activeSlot,
  buildOtadataEntry,
  nextSequence,
  OTADATA_BYTES,
  OTADATA_SECTOR_BYTES,
  otadataCrc,
  parseOtadata,
  slotOf,
} from '../../../shared/esp/otadata.ts';

/** An otadata partition; null leaves that sector blank. */
function otadata(first: Uint8Array | null, second: Uint8Array | null): Uint8Array {
  const bytes = new Uint8Array(OTADATA_BYTES).fill(0xff);
  if (first !== null) bytes.set(first);
  if (second !== null) bytes.set(second, OTADATA_SECTOR_BYTES);
  return bytes;
}

const activeIn = (first: Uint8Array | null, second: Uint8Array | null) =>
  activeEntry(parseOtadata(otadata(first, second)) as NonNullable<ReturnType<typeof parseOtadata>>);

test.each([
  [1, 0x4743989a],
  [2, 0x55f63774],
  [3, 0xed4a5011],
])('the CRC of sequence %i is the one the ROM computes', (sequence, crc) => {
  expect(otadataCrc(sequence)).toBe(crc);
});

test('an entry that was built is read back', () => {
  const read = parseOtadata(otadata(buildOtadataEntry(7, 'PENDING_VERIFY'), null));
  expect(read?.entries[0]).toMatchObject({
    sequence: 7,
    state: 'PENDING_VERIFY',
    crcValid: true,
    usable: true,
  });
  expect(read?.entries[1]).toMatchObject({ sequence: 0xffffffff, state: 'UNDEFINED', usable: false });
});

test('a state without a name keeps its number', () => {
  const entry = buildOtadataEntry(1, 'VALID');
  entry[24] = 9;
  expect(parseOtadata(entry)?.entries[0]).toMatchObject({ state: null, stateCode: 9 });
});

describe('the entry the bootloader follows', () => {
  test('is the one with the higher sequence', () => {
    expect(activeIn(buildOtadataEntry(2, 'VALID'), buildOtadataEntry(3, 'VALID'))).toBe(1);
    expect(activeIn(buildOtadataEntry(4, 'VALID'), buildOtadataEntry(3, 'VALID'))).toBe(0);
  });

  test('is not an aborted or invalid one, however high', () => {
    expect(activeIn(buildOtadataEntry(2, 'VALID'), buildOtadataEntry(3, 'ABORTED'))).toBe(0);
    expect(activeIn(buildOtadataEntry(5, 'INVALID'), buildOtadataEntry(4, 'VALID'))).toBe(1);
  });

  test('is not one whose CRC is wrong', () => {
    const damaged = buildOtadataEntry(9, 'VALID');
    damaged[28] = (damaged[28] as number) ^ 1;
    expect(activeIn(damaged, buildOtadataEntry(2, 'VALID'))).toBe(1);
  });

  test('is neither of two blank ones', () => {
    expect(activeIn(null, null)).toBeNull();
  });
});

test('the slot follows from the sequence and the number of slots', () => {
  const read = parseOtadata(otadata(buildOtadataEntry(3, 'VALID'), buildOtadataEntry(2, 'VALID')));
  expect(read && activeSlot(read, 2)).toBe(0);
  expect(read && activeSlot(read, 3)).toBe(2);
  expect(read && activeSlot(read, 0)).toBeNull();
});

test('the next sequence is the smallest above the current one that stands for the wanted slot', () => {
  expect(nextSequence(0, 0, 2)).toBe(1);
  expect(nextSequence(1, 1, 2)).toBe(2);
  expect(nextSequence(2, 1, 2)).toBe(4);
  for (let current = 0; current < 40; current += 1) {
    for (let slots = 1; slots <= 16; slots += 1) {
      for (let slot = 0; slot < slots; slot += 1) {
        const next = nextSequence(current, slot, slots);
        expect(next).toBeGreaterThan(current);
        expect(next - current).toBeLessThanOrEqual(slots);
        expect(slotOf(next, slots)).toBe(slot);
      }
    }
  }
});

test('fewer than 32 bytes are no otadata', () => {
  expect(parseOtadata(new Uint8Array(31))).toBeNull();
});
