import { describe, expect, test } from 'vitest';
import { parseLogLine } from '../../../shared/log/parse-log-line.ts';

const ESC = '\u001b';

/** Line, then level, tag, device time and text. */
type Case = readonly [string, string | null, string | null, number | null, string];

const cases: Readonly<Record<string, readonly Case[]>> = {
  'ESP-IDF 4.4, colours on': [
    [
      `${ESC}[0;32mI (27) boot: ESP-IDF v4.4.8 2nd stage bootloader${ESC}[0m`,
      'I',
      'boot',
      27,
      'ESP-IDF v4.4.8 2nd stage bootloader',
    ],
    [
      `${ESC}[0;33mW (36) boot: PRO CPU has been reset by WDT.${ESC}[0m`,
      'W',
      'boot',
      36,
      'PRO CPU has been reset by WDT.',
    ],
    [
      `${ESC}[0;31mE (5123) native_ota_example: Exiting task due to fatal error...${ESC}[0m`,
      'E',
      'native_ota_example',
      5123,
      'Exiting task due to fatal error...',
    ],
    [
      `${ESC}[0;32mI (3105) example_connect: - IPv4 address: 192.168.1.77${ESC}[0m`,
      'I',
      'example_connect',
      3105,
      '- IPv4 address: 192.168.1.77',
    ],
    ['I (630) wifi:mode : sta (24:6f:28:aa:bb:cc)', 'I', 'wifi', 630, 'mode : sta (24:6f:28:aa:bb:cc)'],
    ['I (2210) wifi:state: init -> auth (b0)', 'I', 'wifi', 2210, 'state: init -> auth (b0)'],
    ['I (2290) wifi:pm start, type: 1', 'I', 'wifi', 2290, 'pm start, type: 1'],
  ],
  'ESP-IDF 5.0 to 5.3': [
    [
      `${ESC}[0;32mI (49) boot.esp32: SPI Flash Size : 4MB${ESC}[0m`,
      'I',
      'boot.esp32',
      49,
      'SPI Flash Size : 4MB',
    ],
    [
      `${ESC}[0;32mI (569) native_ota_example: SHA-256 for current firmware: : 5a0b${ESC}[0m`,
      'I',
      'native_ota_example',
      569,
      'SHA-256 for current firmware: : 5a0b',
    ],
    [
      `${ESC}[0;32mI (3456) esp_netif_handlers: example_netif_sta ip: 10.0.0.7, mask: 255.255.255.0, gw: 10.0.0.1${ESC}[0m`,
      'I',
      'esp_netif_handlers',
      3456,
      'example_netif_sta ip: 10.0.0.7, mask: 255.255.255.0, gw: 10.0.0.1',
    ],
    [
      'D (8000) native_ota_example: Written image length 1024',
      'D',
      'native_ota_example',
      8000,
      'Written image length 1024',
    ],
    ['V (8001) event: no handlers', 'V', 'event', 8001, 'no handlers'],
    ['I BOD: Brownout detector was triggered', 'I', 'BOD', null, 'Brownout detector was triggered'],
  ],
  'ESP-IDF 5.4 and later, colours off': [
    ['I (312) app_init: App version:      2.0.0', 'I', 'app_init', 312, 'App version:      2.0.0'],
    [
      'I (3200) native_ota_example: Running partition type 0 subtype 16 (offset 0x00110000)',
      'I',
      'native_ota_example',
      3200,
      'Running partition type 0 subtype 16 (offset 0x00110000)',
    ],
    ['E BOD: Brownout detector was triggered', 'E', 'BOD', null, 'Brownout detector was triggered'],
  ],
  'log V1 with the system time': [
    [
      'I (00:00:03.106) wifi:connected with bench, aid = 1',
      'I',
      'wifi',
      3106,
      'connected with bench, aid = 1',
    ],
    ['W (13:02:59.001) esp_https_ota: slow', 'W', 'esp_https_ota', 46_979_001, 'slow'],
  ],
  'log V2': [
    ['I main_task: Started on CPU0', 'I', 'main_task', null, 'Started on CPU0'],
    ['I (70-01-01 00:00:01.250) boot: chip revision: v3.1', 'I', 'boot', 1250, 'chip revision: v3.1'],
    ['I (26-11-22 12:00:00.000) app: on', 'I', 'app', Date.UTC(2026, 10, 22, 12), 'on'],
    ['I (1795262400123) app: on', 'I', 'app', 1_795_262_400_123, 'on'],
  ],
  'ROM and bootloader lines without a level': [
    ['ets Jul 29 2019 12:21:46', null, null, null, 'ets Jul 29 2019 12:21:46'],
    [
      'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)',
      null,
      null,
      null,
      'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)',
    ],
    ['ESP-ROM:esp32c3-api1-20210207', null, null, null, 'ESP-ROM:esp32c3-api1-20210207'],
    ['load:0x3fff0030,len:6680', null, null, null, 'load:0x3fff0030,len:6680'],
    ['entry 0x40080694', null, null, null, 'entry 0x40080694'],
    ['', null, null, null, ''],
  ],
  crashes: [
    [
      "Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.",
      'E',
      null,
      null,
      "Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.",
    ],
    [
      'abort() was called at PC 0x400d1a5b on core 0',
      'E',
      null,
      null,
      'abort() was called at PC 0x400d1a5b on core 0',
    ],
    [
      'assert failed: xQueueSemaphoreTake queue.c:1545 (( pxQueue ))',
      'E',
      null,
      null,
      'assert failed: xQueueSemaphoreTake queue.c:1545 (( pxQueue ))',
    ],
    [
      '***ERROR*** A stack overflow in task main has been detected.',
      'E',
      null,
      null,
      '***ERROR*** A stack overflow in task main has been detected.',
    ],
    ['Brownout detector was triggered', 'E', null, null, 'Brownout detector was triggered'],
    ['Core  0 register dump:', null, null, null, 'Core  0 register dump:'],
  ],
  'core dumps on the console': [
    [
      '================= CORE DUMP START =================',
      null,
      null,
      null,
      '================= CORE DUMP START =================',
    ],
    [
      'I/tAAHAKAAAAAAAAAAgAAPAAAACsAQAA7OL9Pw==',
      null,
      null,
      null,
      'I/tAAHAKAAAAAAAAAAgAAPAAAACsAQAA7OL9Pw==',
    ],
    [
      'I (512) esp_core_dump_uart: Press Enter to print core dump to UART...',
      'I',
      'esp_core_dump_uart',
      512,
      'Press Enter to print core dump to UART...',
    ],
  ],
  'what only looks like a log line': [
    ['I am ready: send', null, null, null, 'I am ready: send'],
    ['I (abc) tag: text', null, null, null, 'I (abc) tag: text'],
    ['E', null, null, null, 'E'],
    ['I (12) no tag here', 'I', null, 12, 'no tag here'],
    ['I (12) https://example.org', 'I', null, 12, 'https://example.org'],
  ],
};

describe.each(Object.entries(cases))('%s', (_name, lines) => {
  test.each(lines)('%j', (line, level, tag, deviceTimeMs, text) => {
    expect(parseLogLine(line)).toEqual({ level, tag, deviceTimeMs, text });
  });
});

test('colours in the middle of a line are dropped', () => {
  expect(parseLogLine(`I (5) app: ${ESC}[1;31mhot${ESC}[0m and ${ESC}[38;5;208morange${ESC}[m`).text).toBe(
    'hot and orange',
  );
});

test('other control characters are shown instead of acting', () => {
  const text = `${ESC}[2J${ESC}]0;title\u0007a\u0000b\tc\u007f\u009b\u202ed`;
  expect(parseLogLine(text).text).toBe('␛[2J␛]0;title␇a␀b\tc␡\\x9b\\u202ed');
});

test('ten thousand colour changes in a line cost no more than their length', () => {
  expect(parseLogLine(`I (1) a: ${`${ESC}[31mx${ESC}[0m`.repeat(10_000)}`).text).toBe('x'.repeat(10_000));
});
