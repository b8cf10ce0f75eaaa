import { expect, test } from 'vitest';
import { chipModel } from '../../../electron/virtual/firmware/chip-model.ts';
import { EspLog } from '../../../electron/virtual/firmware/esp-log.ts';
import type { CheckMode, ImageMetadata } from '../../../electron/virtual/firmware/image-check.ts';
import { checkImage } from '../../../electron/virtual/firmware/image-check.ts';
import { appDigest } from '../../../electron/virtual/firmware/image-digest.ts';
import { Flash } from '../../../electron/virtual/hardware/flash.ts';
import { Run } from '../../../electron/virtual/hardware/run.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { appImage, plainLines, sha256 } from '../../support/virtual-fake.ts';

const AT = 0x110000;
const SLOT_BYTES = 0x100000;

function deps(image: Uint8Array, revisionWords: 'requires' | 'checkFailed' = 'requires') {
  const flash = new Flash(0x400000);
  flash.program(AT, image);
  const clock = new FakeClock();
  const run = new Run({ clock, timeScale: 1, onRestart: () => {} });
  let text = '';
  const log = new EspLog({
    run,
    colours: false,
    print: (bytes) => {
      text += Buffer.from(bytes).toString('latin1');
    },
  });
  const lines = (): readonly string[] => plainLines(text).map((line) => line.replace(/ \(\d+\)/, ''));
  return {
    clock,
    lines,
    check: { flash, run, log, chip: chipModel('esp32'), chipRevision: 301, revisionWords },
  };
}

async function judged(
  image: Uint8Array,
  {
    mode = 'verify' as CheckMode,
    sizeBytes = SLOT_BYTES,
    words = 'requires' as 'requires' | 'checkFailed',
  } = {},
): Promise<{ readonly metadata: ImageMetadata | null; readonly lines: readonly string[] }> {
  const { clock, lines, check } = deps(image, words);
  const result = checkImage(check, { offset: AT, sizeBytes }, mode);
  await clock.advanceAsync(500);
  return { metadata: await result, lines: lines().filter((line) => line !== '') };
}

const errors = (lines: readonly string[]): readonly string[] => lines.filter((line) => line.startsWith('E '));

/** The image with some bytes replaced. */
function patched(image: Uint8Array, at: number, ...bytes: readonly number[]): Uint8Array {
  const copy = Uint8Array.from(image);
  copy.set(bytes, at);
  return copy;
}

test('a sound image is accepted with one line for each segment', async () => {
  const image = appImage();
  const { metadata, lines } = await judged(image);
  expect(metadata?.lengthBytes).toBe(image.length);
  expect(metadata?.appendedDigest).toEqual(image.slice(-32));
  expect(lines).toHaveLength(6);
  expect(lines[0]).toMatch(
    /^I esp_image: segment 0: paddr=00110020 vaddr=3f400020 size=[0-9a-f]{5}h \([ \d]{6}\) map$/,
  );
  expect(lines[1]).toMatch(/\) $/);
});

test('the bootloader says load where the app says nothing', async () => {
  const { lines } = await judged(appImage(), { mode: 'load' });
  expect(lines.map((line) => line.split(') ')[1])).toEqual(['map', 'load', 'map', 'load', 'load', 'load']);
});

test('a silent check judges the same without a word', async () => {
  expect(await judged(appImage(), { mode: 'silent' })).toMatchObject({ lines: [] });
  expect(await judged(patched(appImage(), 0x200, 0, 0, 0, 0), { mode: 'silent' })).toEqual({
    metadata: null,
    lines: [],
  });
});

test.each([
  [
    'no image at all',
    new Uint8Array(0),
    'E esp_image: image at 0x110000 has invalid magic byte (nothing flashed here?)',
  ],
  ['another chip', appImage({ chipId: 5 }), 'E boot_comm: mismatch chip ID, expected 0, found 5'],
  [
    'too new a chip wanted',
    appImage({ minChipRevision: 399 }),
    'E boot_comm: Image requires chip rev >= v3.99, but chip is v3.1',
  ],
  [
    'too old a chip wanted',
    appImage({ maxChipRevision: 199 }),
    'E boot_comm: Image requires chip rev <= v1.99, but chip is v3.1',
  ],
  [
    '17 segments',
    patched(appImage(), 1, 17),
    'E esp_image: image at 0x110000 segment count 17 exceeds max 16',
  ],
  ['a length of no words', patched(appImage(), 0x1c, 3), 'E esp_image: invalid segment length 0xa03'],
  [
    'a segment that cannot be mapped',
    patched(appImage(), 0x18, 0x24),
    "E esp_image: Segment 0 load address 0x3f400024, doesn't match data 0x00110020",
  ],
])('%s is refused with its line', async (_name, image, line) => {
  const { metadata, lines } = await judged(image);
  expect(metadata).toBeNull();
  expect(errors(lines)[0]?.startsWith(line)).toBe(true);
  expect(errors(lines)).toHaveLength(1);
});

test('the chip revision is refused in the words of ESP-IDF 5.5', async () => {
  const { lines } = await judged(appImage({ minChipRevision: 399 }), { words: 'checkFailed' });
  expect(lines).toEqual(['E boot_comm: chip revision check failed. Required >= v3.99, found v3.1.']);
});

test('a wrong checksum names both values', async () => {
  const image = appImage();
  const stored = image[image.length - 33] as number;
  const { lines } = await judged(patched(image, 0x200, (image[0x200] as number) ^ 0x81));
  expect(errors(lines)).toEqual([
    `E esp_image: Checksum failed. Calculated 0x${(stored ^ 0x81).toString(16)} read 0x${stored.toString(16)}`,
  ]);
});

test('two errors that hide each other in the checksum are found by the digest', async () => {
  const image = appImage();
  const flipped = patched(
    patched(image, 0x200, (image[0x200] as number) ^ 1),
    0x204,
    (image[0x204] as number) ^ 1,
  );
  const { lines } = await judged(flipped);
  expect(errors(lines)).toEqual(['E esp_image: Image hash failed - image is corrupt']);
});

test('without an appended digest only the checksum protects', async () => {
  const image = appImage({ hashAppended: false });
  const { metadata } = await judged(image);
  expect(metadata).toMatchObject({ appendedDigest: null, lengthBytes: image.length });
});

test('an image longer than its partition is refused with both lengths', async () => {
  const image = appImage({ sizeBytes: 0x8000 });
  const { lines } = await judged(image, { sizeBytes: 0x7000 });
  expect(errors(lines)).toEqual(["E esp_image: Image length 32768 doesn't fit in partition length 28672"]);
});

test('a segment that would overwrite the bootloader is refused only where it is loaded', async () => {
  const data = new Uint8Array(0x100);
  const at = (loadAddress: number): Uint8Array =>
    appImage({
      segments: [
        { loadAddress: 0x3f400020, data },
        { loadAddress, data },
      ],
    });
  const refusals = await Promise.all(
    [0x3fff0000, 0x3ffe0000, 0x40078000, 0x20000000].map(async (address) => {
      expect((await judged(at(address))).metadata).not.toBeNull();
      return errors((await judged(at(address), { mode: 'load' })).lines)[0];
    }),
  );
  expect(refusals).toEqual([
    'E esp_image: Segment 1 0x3fff0000-0x3fff0100 invalid: overlaps bootloader data',
    'E esp_image: Segment 1 0x3ffe0000-0x3ffe0100 invalid: overlaps bootloader stack',
    'E esp_image: Segment 1 0x40078000-0x40078100 invalid: overlaps loader IRAM',
    'E esp_image: Segment 1 0x20000000-0x20000100 invalid: bad load address range',
  ]);
});

test('the digest of a partition is the appended one, even where the content disagrees', async () => {
  const image = appImage();
  const { check } = deps(patched(image, 0x200, (image[0x200] as number) ^ 1));
  expect(await appDigest(check, { offset: AT, sizeBytes: SLOT_BYTES })).toEqual(image.slice(-32));
});

test('without an appended digest it is the SHA-256 of the image', async () => {
  const image = appImage({ hashAppended: false });
  const { check } = deps(image);
  expect(await appDigest(check, { offset: AT, sizeBytes: SLOT_BYTES })).toEqual(sha256(image));
});

test('what cannot be read has no digest', async () => {
  const { check } = deps(new Uint8Array(0));
  expect(await appDigest(check, { offset: AT, sizeBytes: SLOT_BYTES })).toBeNull();
});
