import type { LogEntry, LogLevel } from '../../../shared/log/log-entry.ts';
import type { Stage } from '../../../shared/ota/stage.ts';
import { STAGES } from '../../../shared/ota/stage.ts';
import { LOADER, NEW, OLD, TABLE } from './values.ts';

/** `time source[stage] text`, one line each: B board, S server, W workbench; stages by their number. */
const BOOT = `02:13:01.004 B rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)
02:13:01.066 B I (43) boot: ESP-IDF v5.3.4 2nd stage bootloader
02:13:01.101 B I (78) boot:  4 ota_0            OTA app          00 10 00110000 00100000
02:13:01.105 B I (82) boot:  5 ota_1            OTA app          00 11 00210000 00100000
02:13:01.690 B I (667) boot: Loaded app from partition at offset 0x110000
02:13:01.884 B I (861) app_init: App version:      1.4.2
02:13:02.406 B I (1383) native_ota_example: SHA-256 for the partition table: : ${TABLE}
02:13:02.498 B I (1475) native_ota_example: SHA-256 for bootloader: : ${LOADER}
02:13:02.902 B I (1879) native_ota_example: SHA-256 for current firmware: : ${OLD}
02:13:05.846 B I (4823) esp_netif_handlers: example_netif_sta ip: 192.168.1.77, mask: 255.255.255.0, gw: 192.168.1.1
02:13:05.851 B I (4828) example_common: - IPv4 address: 192.168.1.77,
02:13:05.918 B W (4895) wifi:<ba-add>idx:0 (ifx:0, 3c:a6:2f:10:8e:04), tid:0, ssn:0, winSize:64
02:13:06.259 B I (5236) native_ota_example: Starting OTA example task
02:13:06.264 B1 I (5241) native_ota_example: Running partition type 0 subtype 16 (offset 0x00110000)
02:13:06.265 W Board ready: it waits for a URL`;

const SENT = `
02:14:05.602 W2 Sent https://192.168.1.23:8002/firmware/native_ota.bin (49 bytes + \\n)`;

const OPEN = `${SENT}
02:14:07.097 S3 192.168.1.77:54322 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 · handshake 1.4 s
02:14:07.102 S GET /firmware/native_ota.bin 200 · Content-Length 912384
02:14:07.261 B4 I (66238) native_ota_example: Writing to partition subtype 17 at offset 0x210000
02:14:07.288 B I (66265) native_ota_example: New firmware version: 1.5.0
02:14:07.291 B I (66268) native_ota_example: Running firmware version: 1.4.2`;

const chunks = (to: number): string =>
  Array.from(
    { length: to },
    (_, i) =>
      `\n02:14:${(7.41 + i * 0.00886).toFixed(3).padStart(6, '0')} B I (${66_380 + Math.round(i * 8.86)}) native_ota_example: Written image length ${(i + 1) * 1024}`,
  ).join('');

const WRITE = `
02:14:07.402 B5 I (66379) native_ota_example: esp_ota_begin succeeded`;

const REST = `
02:14:15.471 S 192.168.1.77:54322 complete · 912,384 B in 8.1 s · 113 kB/s
02:14:15.497 B I (74474) native_ota_example: Total Write binary data length: 912384
02:14:16.385 B6 I (75362) esp_image: segment 0: paddr=00210020 vaddr=3f400020 size=29fe8h (172008) map
02:14:16.402 B7 I (75379) native_ota_example: Prepare to restart system!
02:14:16.981 B rst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)
02:14:17.662 B8 I (664) boot: Loaded app from partition at offset 0x210000
02:14:17.857 B I (859) app_init: App version:      1.5.0
02:14:18.297 B I (1299) native_ota_example: SHA-256 for current firmware: : ${NEW}
02:14:18.301 B I (1303) native_ota_example: Diagnostics (5 sec)...`;

/** The lines of each scripted state. */
export const LOGS = {
  ready: BOOT,
  pushing: `${BOOT}${OPEN}${WRITE}${chunks(597)}`,
  confirmed: `${BOOT}${OPEN}${WRITE}${chunks(891)}${REST}
02:14:23.306 B9 I (6308) native_ota_example: Diagnostics completed successfully! Continuing execution ...
02:14:23.307 W Confirmed: ota_1, 1.5.0, digest equal, 17.9 s`,
  rolledBack: `${BOOT}${OPEN}${WRITE}${chunks(891)}${REST}
02:14:23.306 B E (6308) native_ota_example: Diagnostics failed! Start rollback to the previous version ...
02:14:23.981 B rst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)
02:14:24.662 B I (664) boot: Loaded app from partition at offset 0x110000
02:14:24.857 B I (859) app_init: App version:      1.4.2
02:14:25.297 B I (1299) native_ota_example: SHA-256 for current firmware: : ${OLD}
02:14:25.298 W Rolled back boot/diagnostics-failed: ota_0 runs 1.4.2 again`,
  failed: `${BOOT}${SENT}
02:14:07.101 S 192.168.1.77:54322 TLSv1.2 handshake failed · alert 48 (unknown_ca)
02:14:07.104 B3 E (66081) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700
02:14:07.106 B I (66083) esp-tls-mbedtls: Failed to verify peer certificate!
02:14:07.109 B E (66086) esp-tls: Failed to open new connection
02:14:07.112 B E (66089) transport_base: Failed to open a new connection
02:14:07.116 B E (66093) HTTP_CLIENT: Connection failed, sock < 0
02:14:07.120 B E (66097) native_ota_example: Failed to open HTTP connection: ESP_ERR_HTTP_CONNECT
02:14:07.125 B E (66102) native_ota_example: Exiting task due to fatal error...
02:14:07.126 W Failed tls/unknown-ca: nothing was written, ota_0 still runs 1.4.2`,
  refused: `${BOOT}${OPEN}
02:14:07.310 B I (66287) native_ota_example: Last invalid firmware version: 1.5.0
02:14:07.314 B4 W (66291) native_ota_example: New version is the same as invalid version.
02:14:07.318 B W (66295) native_ota_example: Previously, there was an attempt to launch the firmware with 1.5.0 version, but it failed.
02:14:07.322 B W (66299) native_ota_example: The firmware has been rolled back to the previous version.
02:14:07.326 B I (66303) native_ota_example: When a new firmware is available on the server, press the reset button to download it
02:14:08.912 S 192.168.1.77:54322 stalled · 5.6 KiB acknowledged
02:14:09.328 B I (68305) native_ota_example: Waiting for a new firmware ... 1
02:14:09.329 W Refused: same as the last invalid version, ota_0 still runs 1.4.2`,
  interrupted: `${BOOT}${OPEN}${WRITE}${chunks(400)}
02:14:11.020 W The port /dev/ttyUSB3 disappeared`,
} as const;

const SOURCES = { B: 'board', S: 'server', W: 'workbench' } as const;

/** The lines as entries, as the core would send them. */
export function logEntries(text: string): readonly LogEntry[] {
  return text.split('\n').map((line, seq): LogEntry => {
    const [, time = '', source = 'B', stage = '', said = ''] = /^(\S+) ([BSW])(\d?) (.*)$/.exec(line) ?? [];
    const [, level, ms, tag, message] = /^([EWIDV]) \((\d+)\) ([^:]+): ?(.*)$/.exec(said) ?? [];
    return {
      seq,
      source: SOURCES[source as keyof typeof SOURCES],
      offset: seq * 80,
      receivedAtMs: atMs(time),
      level: (level as LogLevel | undefined) ?? null,
      tag: tag ?? null,
      deviceTimeMs: ms === undefined ? null : Number(ms),
      text: message ?? said,
      stage: stage === '' ? null : (STAGES[Number(stage) - 1] as Stage),
      cut: null,
    };
  });
}

function atMs(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return new Date(2026, 10, 22, hours, minutes).getTime() + Math.round(seconds * 1000);
}
