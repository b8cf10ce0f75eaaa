import type { DeviceEvent } from './device-event.ts';
import type { LineRule } from './line-rule.ts';

const hex = (text: string | undefined): number => Number.parseInt(text ?? '', 16);

/** Lines of the ROM and of the panic handler: they carry neither level nor tag (esp-idf: esp_rom, panic.c). */
export const ROM_LINES: readonly LineRule[] = [
  [/^rst:0x[0-9a-f]+ \(([A-Z0-9_]+)\)/i, (m) => ({ kind: 'reset', reason: m[1] ?? '' })],
  [/^ets [A-Z][a-z]{2} +\d+ \d{4}/, () => ({ kind: 'chip', name: 'ESP32' })],
  [/^ESP-ROM:(esp32[a-z0-9]*)-/, (m) => ({ kind: 'chip', name: chipName(m[1] ?? '') })],
  [/(?:\uFFFD.*){3}/, () => ({ kind: 'garbled' })],
  [/^waiting for download/, () => ({ kind: 'downloadMode' })],
  [/^Guru Meditation Error: (.*)$/, (m) => ({ kind: 'panic', text: `Guru Meditation Error: ${m[1]}` })],
  [/^(abort\(\) was called at PC .*)$/, panic],
  [/^(assert failed: .*)$/, panic],
  [/^(\*\*\*ERROR\*\*\* A stack overflow in task .*)$/, panic],
  [/^(Stack smashing protect failure!.*)$/, panic],
  [/^(CORRUPT HEAP: .*)$/, panic],
  [/(Brownout detector was triggered)/, panic],
  [/^Please input ssid password/, () => ({ kind: 'asksCredentials' })],
];

/** Lines of the second-stage bootloader (bootloader_support/src/bootloader_init.c, bootloader_utility.c). */
export const BOOT_LINES: readonly LineRule[] = [
  [/^ESP-IDF (\S+) 2nd stage bootloader/, (m) => ({ kind: 'bootloader', idfVersion: m[1] ?? '' })],
  [/^chip revision: (v\d+\.\d+)/, (m) => ({ kind: 'chipRevision', revision: m[1] ?? '' })],
  [/^efuse block revision: (v\d+\.\d+)/, (m) => ({ kind: 'efuseBlockRevision', revision: m[1] ?? '' })],
  [/^Secure version \(from eFuse\) = (\d+)/, (m) => ({ kind: 'secureVersion', version: Number(m[1]) })],
  [/^Partition Table:/, () => ({ kind: 'partitionTable' })],
  [
    /^ ?\d+ (\S.{0,15}?) +[A-Za-z0-9 ]+? +([0-9a-f]{2}) ([0-9a-f]{2}) ([0-9a-f]{8}) ([0-9a-f]{8})$/,
    partitionRow,
  ],
  [/^Loaded app from partition at offset 0x([0-9a-f]+)/, (m) => ({ kind: 'loadedApp', offset: hex(m[1]) })],
];

/** `boot.esp32: SPI Flash Size : 4MB`; the tag names the chip. */
export const BOOT_CHIP_LINES: readonly LineRule[] = [
  [/SPI Flash Size *: (\d+)MB/, (m) => ({ kind: 'flashSize', sizeBytes: Number(m[1]) * 1024 * 1024 })],
];

/** The application's information block: tag `cpu_start` up to 5.2, `app_init` from 5.3. */
export const APP_LINES: readonly LineRule[] = [
  [/^Project name: +(.*\S)/, (m) => ({ kind: 'projectName', name: m[1] ?? '' })],
  [/^App version: +(.*\S)/, (m) => ({ kind: 'appVersion', version: m[1] ?? '' })],
  [/^ELF file SHA256: +([0-9a-f]{8,64})/, (m) => ({ kind: 'elfSha256', prefix: m[1] ?? '' })],
  [/^ESP-IDF: +(\S+)/, (m) => ({ kind: 'idfVersion', version: m[1] ?? '' })],
  [/^Secure version: +(\d+)/, (m) => ({ kind: 'secureVersion', version: Number(m[1]) })],
];

function partitionRow(m: RegExpMatchArray): DeviceEvent {
  const [, label = '', type, subtype, offset, size] = m;
  return {
    kind: 'partitionRow',
    label,
    type: hex(type),
    subtype: hex(subtype),
    offset: hex(offset),
    sizeBytes: hex(size),
  };
}

function panic(m: RegExpMatchArray): DeviceEvent {
  return { kind: 'panic', text: m[1] ?? '' };
}

/** `esp32c3` as esptool writes it: `ESP32-C3`. */
export function chipName(target: string): string {
  const variant = target.slice('esp32'.length).toUpperCase();
  return variant === '' ? 'ESP32' : `ESP32-${variant}`;
}
