import { expect, test } from 'vitest';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import { nextSlot, readBoard } from '../../../shared/ota/device/read-board.ts';
import { recognise } from '../../../shared/ota/device/recognise.ts';

const say = (tag: string | null, text: string) => recognise({ tag, text });

test.each([
  [null, 'rst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)', { kind: 'reset', reason: 'SW_CPU_RESET' }],
  [null, 'ESP-ROM:esp32c3-api1-20210207', { kind: 'chip', name: 'ESP32-C3' }],
  ['boot', 'Loaded app from partition at offset 0x110000', { kind: 'loadedApp', offset: 0x110000 }],
  ['boot.esp32s3', 'Boot SPI Speed : 80MHz', { kind: 'chip', name: 'ESP32-S3' }],
  ['app_init', 'App version:      1.4.2', { kind: 'appVersion', version: '1.4.2' }],
  ['cpu_start', 'ELF file SHA256:  0123456789abcdef...', { kind: 'elfSha256', prefix: '0123456789abcdef' }],
  [
    'esp_netif_handlers',
    'example_netif_sta ip: 192.168.1.77, mask: 255.255.255.0, gw: 192.168.1.1',
    { kind: 'address', ipv4: '192.168.1.77' },
  ],
  [
    'esp_netif_handlers',
    'example_connect: sta ip: 10.0.0.2, mask: 255.0.0.0, gw: 10.0.0.1',
    { kind: 'address', ipv4: '10.0.0.2' },
  ],
  ['example_common', '- IPv4 address: 192.168.1.77,', { kind: 'address', ipv4: '192.168.1.77' }],
  [
    'native_ota_example',
    'Running partition type 0 subtype 16 (offset 0x00110000)',
    { kind: 'runningPartition', subtype: 16, offset: 0x110000 },
  ],
  ['native_ota_example', 'Error: SSL data read error -1', { kind: 'readError' }],
  ['native_ota_example', 'received package is not fit len 18 , 288', { kind: 'shortHeader' }],
  ['esp-tls-mbedtls', 'mbedtls_ssl_handshake returned -0x2700', { kind: 'handshakeFailed', code: 0x2700 }],
  [
    'esp-tls',
    '[sock=54] delayed connect error: Connection reset by peer',
    { kind: 'connectFailed', why: 'refused' },
  ],
  ['esp-tls', '[sock=54] select() timeout', { kind: 'connectFailed', why: 'unreachable' }],
  [
    'esp_image',
    'Checksum failed. Calculated 0x3 read 0x9',
    { kind: 'imageError', why: 'corrupt', text: 'Checksum failed. Calculated 0x3 read 0x9' },
  ],
  ['esp_https_ota', 'File not found(404)', { kind: 'httpError', status: 404 }],
  [
    null,
    "Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.",
    {
      kind: 'panic',
      text: "Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.",
    },
  ],
])('%s: %s', (tag, text, event) => {
  expect(say(tag, text)).toEqual(event);
});

test('both spellings of the digest lines are read', () => {
  const sha256 = 'ab'.repeat(32);
  const event = { kind: 'digest', of: 'currentFirmware', sha256 };
  const native = say('native_ota_example', `SHA-256 for current firmware: : ${sha256}`);
  expect(native).toEqual({ ...event, program: 'native' });
  const simple = say('simple_ota_example', `SHA-256 for current firmware:  ${sha256}`);
  expect(simple).toEqual({ ...event, program: 'simple' });
});

test('a partition row names type, subtype, offset and size in hex', () => {
  expect(say('boot', ' 4 ota_0            OTA app          00 10 00110000 00100000')).toEqual({
    kind: 'partitionRow',
    label: 'ota_0',
    type: 0,
    subtype: 0x10,
    offset: 0x110000,
    sizeBytes: 0x100000,
  });
});

test('a line of another tag means nothing', () => {
  expect(say('my_app', 'Prepare to restart system!')).toBeNull();
});

test('a reset forgets what the next boot says again, and keeps the chip', () => {
  const known = { ...NO_FACTS, chip: 'ESP32', version: '1.0.0', ready: true, ipv4: '10.0.0.2' };
  const after = readBoard(known, { kind: 'reset', reason: 'POWERON_RESET' });
  expect(after).toMatchObject({ chip: 'ESP32', version: null, ready: false, ipv4: null, boots: 1 });
});

test('the next slot follows the running one in turn, and is ota_0 from factory', () => {
  const row = (label: string, subtype: number) => ({
    label,
    type: 0,
    subtype,
    offset: subtype * 0x10000,
    sizeBytes: 0x100000,
  });
  const partitions = [row('factory', 0), row('ota_0', 16), row('ota_1', 17)];
  const from = (runningPartition: string) => nextSlot({ ...NO_FACTS, partitions, runningPartition })?.label;
  expect([from('factory'), from('ota_0'), from('ota_1')]).toEqual(['ota_0', 'ota_1', 'ota_0']);
});
