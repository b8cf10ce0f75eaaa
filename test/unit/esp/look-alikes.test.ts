import { describe, expect, test } from 'vitest';

import { buildBootloaderImage } from '../../../shared/esp/build-bootloader.ts';
import type { ImageKind } from '../../../shared/esp/image-facts.ts';
import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import { buildOtadataEntry } from '../../../shared/esp/otadata.ts';
import { buildPartitionTable } from '../../../shared/esp/partition-table.ts';
import { TWO_OTA } from '../../../shared/esp/standard-tables.ts';
import { createTranslator, errorText } from '../../../shared/text/translator.ts';
import { md5, sha256 } from '../../support/digests.ts';
import {
  ascii,
  esp8266Image,
  flashImage,
  mergedImage,
  signedV2,
  soundApp,
  withByte,
} from '../../support/images.ts';

const utf16 = (text: string): Uint8Array =>
  Uint8Array.of(0xff, 0xfe, ...Array.from(text).flatMap((character) => [character.charCodeAt(0), 0]));
const withoutDescriptor = (app: Uint8Array): Uint8Array => withByte(app, 0x20, () => 0);

const FILES: readonly (readonly [what: string, kind: ImageKind, bytes: Uint8Array])[] = [
  ['an app', 'app', soundApp()],
  ['an app without a descriptor', 'app', withoutDescriptor(soundApp())],
  ['an app cut in its first segment header', 'app', soundApp().subarray(0, 26)],
  ['an app cut before its descriptor', 'app', soundApp().subarray(0, 0x20)],
  ['an app of a chip nobody knows', 'app', soundApp({ chipId: 0x1234 })],
  ['a signed app', 'app', signedV2(soundApp())],
  ['a bootloader', 'bootloader', buildBootloaderImage({}, sha256)],
  ['a bootloader of ESP-IDF 5.1', 'bootloader', buildBootloaderImage({ descriptor: false }, sha256)],
  ['a bootloader cut short', 'bootloader', buildBootloaderImage({}, sha256).subarray(0, 1000)],
  ['a partition table', 'partitionTable', buildPartitionTable(TWO_OTA, md5)],
  ['a cut partition table', 'partitionTable', buildPartitionTable(TWO_OTA, md5).subarray(0, 64)],
  ['otadata', 'otadata', flashImage(0x2000, [{ at: 0x1000, bytes: buildOtadataEntry(2, 'VALID') }])],
  ['one otadata entry', 'otadata', buildOtadataEntry(1, 'NEW')],
  ['a merged image', 'merged', mergedImage()],
  ['a merged image without its app', 'merged', mergedImage().subarray(0, 0x10000)],
  [
    'a merged image of a chip whose bootloader starts at 0',
    'merged',
    flashImage(0x20000, [
      { at: 0, bytes: buildBootloaderImage({ chipId: 5 }, sha256) },
      { at: 0x8000, bytes: buildPartitionTable(TWO_OTA, md5) },
      { at: 0x10000, bytes: soundApp({ chipId: 5 }) },
    ]),
  ],
  ['an app at its flash offset', 'merged', flashImage(0x14000, [{ at: 0x10000, bytes: soundApp() }])],
  ['a bootloader at its flash offset', 'merged', mergedImage().subarray(0, 0x6000)],
  ['an ESP8266 image', 'esp8266', esp8266Image()],
  ['an ESP8266 image of the second form', 'esp8266', Uint8Array.of(0xea, 4, 0, 0, ...new Array(60).fill(0))],
  ['an ELF file', 'elf', ascii('\x7fELF\x01\x01\x01\0\0\0\0\0')],
  ['a gzip archive', 'gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0)],
  ['a zip archive', 'zip', ascii('PK\x03\x04\x14\0')],
  ['an empty zip archive', 'zip', ascii('PK\x05\x06\0\0')],
  ['Intel HEX', 'intelHex', ascii(':10010000214601360121470136007EFE09D2190140\n:00000001FF\n')],
  ['UF2', 'uf2', Uint8Array.of(0x55, 0x46, 0x32, 0x0a, 0x57, 0x51, 0x5d, 0x9e, 0, 0)],
  ['an HTML page', 'html', ascii('<!DOCTYPE html>\n<html><head>')],
  ['an HTML page behind a comment', 'html', ascii('\n<!-- saved from url=(0019) -->\n<html lang="en">')],
  ['an HTML page in UTF-16', 'html', utf16('<html>')],
  ['an HTML page with a byte order mark', 'html', Uint8Array.of(0xef, 0xbb, 0xbf, ...ascii('<html>'))],
  ['text', 'text', ascii('idf.py build\r\nProject build complete.\r\n')],
  ['text that starts with a colon', 'text', ascii(':10010000 is not a record\n')],
  ['Chinese text', 'text', Uint8Array.from([0xe4, 0xb8, 0xad, 0xe6, 0x96, 0x87, 0x0a])],
  ['erased flash', 'erased', new Uint8Array(0x2000).fill(0xff)],
  ['an empty file', 'empty', new Uint8Array()],
  ['zeros', 'unknown', new Uint8Array(4096)],
  ['the magic byte alone', 'unknown', Uint8Array.of(0xe9, 0, 0)],
  ['a magic byte before nonsense', 'unknown', Uint8Array.of(0xe9, 200, 77, ...new Array(400).fill(3))],
];

test.each(FILES)('%s is %s', (_, kind, bytes) => {
  expect(inspectImage(bytes, sha256, 'f.bin', md5).kind).toBe(kind);
});

test.each(FILES.filter(([, kind]) => kind !== 'app'))(
  '%s is refused as %s, by that name',
  (_, kind, bytes) => {
    const [problem] = inspectImage(bytes, sha256, 'f.bin', md5).problems;
    if (problem === undefined) throw new Error('no problem was found');
    expect(problem.code).toBe(kind === 'empty' ? 'image/empty' : 'image/not-an-app');
    for (const language of ['en', 'zh-CN'] as const) {
      const { message } = errorText(createTranslator(language), problem);
      expect(message).toContain('f.bin');
      expect(message).not.toMatch(/[{}]|checks:|undefined/);
      if (kind !== 'empty') expect(message).not.toContain(`: ${kind}.`);
    }
  },
);

test('a file above 16 MiB is refused for its size, whatever it is', () => {
  const bytes = new Uint8Array(16 * 1024 * 1024 + 1);
  bytes.set(soundApp());
  expect(inspectImage(bytes, sha256, 'f.bin').problems).toEqual([
    { code: 'image/too-big-file', params: { file: 'f.bin', sizeBytes: 16_777_217, maxBytes: 16_777_216 } },
  ]);
});

describe('an ESP8266 image', () => {
  test('shows its own chip name, entry point, segments and checksum', () => {
    expect(inspectImage(esp8266Image(), sha256)).toMatchObject({
      chip: 'ESP8266',
      chipId: null,
      entryPoint: 0x40100004,
      segments: [{ loadAddress: 0x40100000, length: 0x78, offset: 16 }],
      checksum: { stored: 0xef, computed: 0xef, valid: true },
    });
  });
});
