import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { decodeAddresses } from '../../../shared/esp/elf/decode-addresses.ts';
import { readElf } from '../../../shared/esp/elf/elf-file.ts';
import { addressLines } from '../../../shared/esp/elf/source-place.ts';

const folder = new URL('../../fixtures/elf/', import.meta.url);
const elfOf = (name: string) => readElf(readFileSync(new URL(name, folder)));

/** Lines of a recorded run of the toolchain's addr2line: address, function, `file:line`. */
function recorded(name: string) {
  const lines = readFileSync(new URL(name, folder), 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => {
    const [address = '', fn = '', place = ''] = line.split(' ');
    return { address: Number(address), function: fn, place };
  });
}

test.each(['riscv', 'xtensa'])('every address of the %s program is decoded as its addr2line does', (name) => {
  const elf = elfOf(`${name}.elf`);
  // The tool names a function for the bytes that fill up to the next one; nothing runs there.
  const wanted = recorded(`${name}.addr2line.txt`).filter(({ address }) => !FILLING.has(address));
  const decoded = decodeAddresses(
    elf as NonNullable<typeof elf>,
    wanted.map(({ address }) => address),
  );
  expect(wanted.length).toBeGreaterThan(60);
  expect(decoded.map((one) => `${one.function} ${one.file}:${one.line}`)).toEqual(
    wanted.map((one) => `${one.function} ${one.place}`),
  );
});
const FILLING = new Set([0x400d0072]);

test('an address outside the program is said to be unknown', () => {
  const elf = elfOf('riscv.elf');
  const [decoded] = decodeAddresses(elf as NonNullable<typeof elf>, [0x40001234]);
  expect(addressLines(decoded as NonNullable<typeof decoded>)).toEqual(['0x40001234: ??']);
});

test('what is no 32-bit ELF of an ESP32 is turned away, and so is every cut of one', () => {
  const whole = readFileSync(new URL('riscv.elf', folder));
  expect(readElf(new Uint8Array(1_000))).toBeNull();
  expect(readElf(readFileSync(process.execPath).subarray(0, 4_096))).toBeNull();
  for (let length = 0; length < whole.length; length += 97) {
    const elf = readElf(whole.subarray(0, length));
    if (elf !== null) expect(() => decodeAddresses(elf, [0x42000036])).not.toThrow();
  }
});

test('a damaged byte anywhere in the program never throws', () => {
  const whole = readFileSync(new URL('xtensa.elf', folder));
  for (let at = 0; at < whole.length; at += 3) {
    const damaged = Uint8Array.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 0xff;
    const elf = readElf(damaged);
    if (elf !== null) expect(() => decodeAddresses(elf, [0x400d0024, 0x400d0080])).not.toThrow();
  }
});
