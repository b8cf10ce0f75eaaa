import { expect, test } from 'vitest';

import { parseLogLine } from '../../../shared/log/parse-log-line.ts';
import type { StoryEvent } from '../../../shared/log/story.ts';
import { StoryReader } from '../../../shared/log/story.ts';

/** Kinds of what happened in a log, with what they say. */
function storyOf(text: string): string[] {
  const reader = new StoryReader();
  const events: StoryEvent[] = [];
  for (const [seq, line] of text.trim().split('\n').entries())
    events.push(...reader.read({ ...parseLogLine(line.trim()), seq, atMs: 0 }));
  return [...events, ...reader.end()].map(({ kind, params }) => [kind, ...Object.values(params)].join(' '));
}

const boot = (offset: string, version: string): string => `
rst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)
I (43) boot: ESP-IDF v5.3.4 2nd stage bootloader
I (70) boot: Partition Table:
I (78) boot:  4 ota_0            OTA app          00 10 00110000 00100000
I (82) boot:  5 ota_1            OTA app          00 11 00210000 00100000
I (667) boot: Loaded app from partition at offset ${offset}
I (855) app_init: Project name:     native_ota
I (861) app_init: App version:      ${version}`;

const UPDATE = `
I (5236) native_ota_example: Starting OTA example task
I (5241) native_ota_example: Running partition type 0 subtype 16 (offset 0x00110000)
I (66238) native_ota_example: Writing to partition subtype 17 at offset 0x210000
I (66265) native_ota_example: New firmware version: 1.5.0
I (66268) native_ota_example: Running firmware version: 1.4.2
I (70000) native_ota_example: Total Write binary data length: 912384
I (70500) native_ota_example: Prepare to restart system!`;

const OLD = boot('0x110000', '1.4.2');
const NEW = boot('0x210000', '1.5.0');
const BEGUN = [
  'boot SW_CPU_RESET',
  'partition ota_0',
  'app native_ota 1.4.2',
  'push',
  'offered 1.5.0',
  'written 912384',
  'restarting',
];
const RUNS = ['boot SW_CPU_RESET', 'partition ota_1', 'app native_ota 1.5.0'];

test('an update that is confirmed', () => {
  expect(
    storyOf(
      `${OLD}${UPDATE}${NEW}\nI (6000) native_ota_example: Diagnostics completed successfully! Continuing execution ...`,
    ),
  ).toEqual([...BEGUN, ...RUNS, 'confirmed', 'verdictConfirmed 1.5.0']);
});

test('an update that is rolled back', () => {
  expect(
    storyOf(
      `${OLD}${UPDATE}${NEW}\nE (6000) native_ota_example: Diagnostics failed! Start rollback to the previous version ...${OLD}`,
    ),
  ).toEqual([
    ...BEGUN,
    ...RUNS,
    'diagnosticsFailed',
    'boot SW_CPU_RESET',
    'partition ota_0',
    'app native_ota 1.4.2',
    'verdictRolledBack 1.4.2',
  ]);
});

test('a log that ends before the verdict says so', () => {
  expect(storyOf(`${OLD}${UPDATE}`).at(-1)).toBe('verdictUnknown 1.4.2');
  expect(storyOf(`${OLD}${UPDATE}${NEW}`).at(-1)).toBe('verdictRuns 1.5.0');
});

test('a certificate that is not trusted, and a version that is refused', () => {
  const failed = `
I (5241) native_ota_example: Running partition type 0 subtype 16 (offset 0x00110000)
E (66081) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700
E (66102) native_ota_example: Exiting task due to fatal error...`;
  expect(storyOf(`${OLD}${failed}`).slice(3)).toEqual([
    'push',
    'failed mbedtls_ssl_handshake returned -0x2700',
    'verdictFailed 1.4.2',
  ]);
  const refused = `
I (66265) native_ota_example: New firmware version: 1.4.2
W (66268) native_ota_example: Current running version is the same as a new. We will not continue the update.`;
  expect(storyOf(`${OLD}${refused}`).at(-1)).toBe('verdictRefused 1.4.2');
});

test('a panic between two starts', () => {
  const story = storyOf(
    `${OLD}\nGuru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.${OLD}`,
  );
  expect(story).toContain(
    "panic Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.",
  );
  expect(story.filter((event) => event.startsWith('boot'))).toHaveLength(2);
});

test('other connections of a program are no update', () => {
  expect(storyOf(`${OLD}\nE (9) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x7f00`).slice(3)).toEqual(
    [],
  );
});
