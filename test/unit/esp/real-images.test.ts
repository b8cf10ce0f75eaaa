import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import { md5, sha256 } from '../../support/digests.ts';

/** A folder of images that real toolchains built; without it these tests are left out. */
const folder = process.env.OTA_REAL_IMAGES;
const leftOut = '(left out unless OTA_REAL_IMAGES names their folder)';

const inspect = (file: string) =>
  inspectImage(readFileSync(path.join(folder ?? '', file)), sha256, file, md5);

// Values as esptool 4.7 `image_info --version 2` prints them.
test.runIf(folder)(`an Arduino app of the ESP32 reads as esptool reads it ${leftOut}`, () => {
  expect(inspect('SerialHelloWorld.ino.bin')).toMatchObject({
    kind: 'app',
    problems: [],
    sizeBytes: 230_912,
    imageLength: 230_912,
    chip: 'ESP32',
    chipId: 0,
    entryPoint: 0x400824e4,
    checksum: { stored: 0x3f, computed: 0x3f, valid: true },
    appendedSha256: '253f12106ec2f8ebf1c5762a8939fb86c1eaf24e96490fd94b876b8ae49c02a0',
    appendedSha256Valid: true,
    partitionSha256: '253f12106ec2f8ebf1c5762a8939fb86c1eaf24e96490fd94b876b8ae49c02a0',
    fileSha256: '8e80f2a224a89ea5f487e6af43d0d2e9cbcbd9d9493ba59ed753fe75280617db',
    projectName: 'arduino-lib-builder',
    version: 'heads/idf-release/v4.4-0-gd6934',
    idfVersion: 'v4.4-beta1-189-ga79dc75f0a',
    segments: [
      { memory: 'DROM' },
      { memory: 'DRAM' },
      { memory: 'IRAM' },
      { memory: 'IROM' },
      { memory: 'IRAM' },
      { memory: 'RTC' },
    ],
  });
});

test.runIf(folder)(`an ESP-IDF app of the ESP32-S2 reads as esptool reads it ${leftOut}`, () => {
  expect(inspect('esp_idf_blink_esp32s2.bin')).toMatchObject({
    kind: 'app',
    problems: [],
    sizeBytes: 182_368,
    chip: 'ESP32-S2',
    chipId: 2,
    entryPoint: 0x40022f84,
    checksum: { stored: 0x18, valid: true },
    appendedSha256: '10f48f4a71a48cc4c917d70d13bf717b1bc7f3187b3d564b00192f7e381531b7',
    appendedSha256Valid: true,
    fileSha256: 'a62c4d60cfab37953fd76124fa93ea5bafa3e2962fd75ad933b2a75b4d941d12',
    projectName: 'blink',
    version: 'qa-test-v5.0-20220830-4-g4532e6',
    idfVersion: 'v5.0-beta1-427-g4532e6e0b2-dirt',
    segments: new Array(6).fill(expect.anything()),
  });
});

test.runIf(folder)(`a bootloader of the ESP32-C3 without descriptor is known as one ${leftOut}`, () => {
  expect(inspect('bootloader_esp32c3.bin')).toMatchObject({
    kind: 'bootloader',
    problems: [{ code: 'image/not-an-app' }],
    sizeBytes: 17_744,
    chip: 'ESP32-C3',
    chipId: 5,
    entryPoint: 0x403c0000,
    checksum: { stored: 0x77, valid: true },
    appendedSha256: '4faeab1bd3fd6a7d4adfa0fd38f41bfc67a8c3c0a9d6d882b65580da2e5e6347',
    appendedSha256Valid: true,
    segments: new Array(4).fill(expect.anything()),
  });
});

test.runIf(folder)(`a partition table of Arduino is read, its MD5 right ${leftOut}`, () => {
  const facts = inspect('SerialHelloWorld.ino.partitions.bin');
  expect(facts).toMatchObject({ kind: 'partitionTable', partitionTable: { md5Valid: true, problems: [] } });
  expect(facts.partitionTable?.entries.map(({ label }) => label)).toEqual([
    'nvs',
    'otadata',
    'app0',
    'app1',
    'spiffs',
  ]);
});
