import { describe, expect, test } from 'vitest';

import { isSoundApp } from '../../../shared/esp/image-facts.ts';
import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import { readU32, writeU32 } from '../../../shared/esp/little-endian.ts';
import { createTranslator, errorText } from '../../../shared/text/translator.ts';
import { sha256, sha256Hex } from '../../support/digests.ts';
import { signedV1, signedV2, soundApp, withByte } from '../../support/images.ts';

const inspect = (bytes: Uint8Array) => inspectImage(bytes, sha256, 'app.bin');
const problemsOf = (bytes: Uint8Array) => inspect(bytes).problems.map(({ code }) => code);
const padded = (bytes: Uint8Array, count: number, value: number): Uint8Array => {
  const longer = new Uint8Array(bytes.length + count).fill(value);
  longer.set(bytes);
  return longer;
};
/** Changes a header byte and makes the digest right again. */
const resealed = (bytes: Uint8Array, at: number, value: number): Uint8Array => {
  const changed = withByte(bytes, at, () => value);
  changed.set(sha256(changed.subarray(0, -32)), changed.length - 32);
  return changed;
};

test('every field of header and descriptor is read', () => {
  const facts = inspect(
    soundApp({
      chipId: 13,
      projectName: 'advanced_https_ota',
      version: 'v1.2.3-4-gabcdef',
      idfVersion: 'v5.4.1',
      compileDate: 'Mar  4 2025',
      compileTime: '01:02:03',
      appElfSha256: new Uint8Array(32).fill(0xab),
      secureVersion: 7,
      spiMode: 0,
      spiSpeed: 15,
      spiSize: 4,
      entryPoint: 0x40801234,
      minChipRevision: 1,
      maxChipRevision: 199,
      minEfuseBlockRevision: 2,
      maxEfuseBlockRevision: 99,
      mmuPageSizeBytes: 0x8000,
    }),
  );
  expect(facts).toMatchObject({
    kind: 'app',
    problems: [],
    chip: 'ESP32-C6',
    chipId: 13,
    entryPoint: 0x40801234,
    flash: { mode: 'QIO', speedCode: 15, sizeBytes: 16 << 20 },
    header: {
      wpPin: 0xee,
      spiPinDrive: [0, 0, 0],
      legacyMinChipRevision: 0,
      segmentCount: 6,
      hashAppended: 1,
    },
    minChipRevision: 1,
    maxChipRevision: 199,
    minEfuseBlockRevision: 2,
    maxEfuseBlockRevision: 99,
    mmuPageSizeBytes: 0x8000,
    projectName: 'advanced_https_ota',
    version: 'v1.2.3-4-gabcdef',
    compileDate: 'Mar  4 2025',
    compileTime: '01:02:03',
    idfVersion: 'v5.4.1',
    appElfSha256: 'ab'.repeat(32),
    secureVersion: 7,
    signature: null,
    trailingBytes: 0,
    trailingContent: null,
  });
});

test.each(
  [0, 1, 2, 3, 4, 5].flatMap((spiMode) =>
    [0, 1, 2, 3, 4, 5, 6, 7].map((spiSize) => [spiMode, spiSize] as const),
  ),
)('flash mode %i with size code %i is named', (spiMode, spiSize) => {
  const mode = ['QIO', 'QOUT', 'DIO', 'DOUT', 'FAST_READ', 'SLOW_READ'][spiMode];
  expect(inspect(soundApp({ spiMode, spiSize }))).toMatchObject({
    problems: [],
    flash: { mode, sizeBytes: (1 << 20) * 2 ** spiSize },
  });
});

test('a flash mode and size without a name are numbers and null, and no problem', () => {
  const facts = inspect(soundApp({ spiMode: 9, spiSize: 12 }));
  expect(facts).toMatchObject({ problems: [], flash: { mode: '9', sizeBytes: null } });
});

test('a chip id without a name is read all the same', () => {
  const facts = inspect(soundApp({ chipId: 0x1234 }));
  expect(facts).toMatchObject({ chip: null, chipId: 0x1234, problems: [], checksum: { valid: true } });
});

test('revisions that are not set are null', () => {
  expect(inspect(soundApp())).toMatchObject({
    minChipRevision: null,
    maxChipRevision: null,
    minEfuseBlockRevision: null,
    maxEfuseBlockRevision: null,
    mmuPageSizeBytes: null,
  });
});

test('an empty date of a reproducible build is null', () => {
  expect(inspect(soundApp({ compileDate: '', compileTime: '' }))).toMatchObject({
    compileDate: null,
    compileTime: null,
  });
});

test('control characters and broken UTF-8 in a version cannot reach a terminal', () => {
  const app = soundApp({ version: '1.0\x1b[31m' });
  expect(inspect(app).version).toBe('1.0\uFFFD[31m');
  app[0x30] = 0xff;
  expect(inspect(app).version).toBe('\uFFFD.0\uFFFD[31m');
});

test('Chinese project names are read', () => {
  expect(inspect(soundApp({ projectName: '温度计' })).projectName).toBe('温度计');
});

test('the bytes may start anywhere in a larger buffer', () => {
  const app = soundApp();
  for (let shift = 0; shift < 8; shift += 1) {
    const buffer = new Uint8Array(app.length + 8);
    buffer.set(app, shift);
    const facts = inspect(buffer.subarray(shift, shift + app.length));
    expect(facts).toMatchObject({ problems: [], checksum: { valid: true }, fileSha256: sha256Hex(app) });
  }
});

describe('the digest the board will print', () => {
  test('is the appended one, which is not that of the file', () => {
    const app = soundApp();
    const facts = inspect(app);
    expect(facts.partitionSha256).toBe(sha256Hex(app.subarray(0, -32)));
    expect(facts.appendedSha256).toBe(facts.partitionSha256);
    expect(facts.fileSha256).not.toBe(facts.partitionSha256);
  });

  test('is that of the image where none is appended, padding left out', () => {
    const app = soundApp({ hashAppended: false });
    expect(inspect(padded(app, 1000, 0xff))).toMatchObject({
      appendedSha256: null,
      appendedSha256Valid: null,
      partitionSha256: sha256Hex(app),
      imageLength: app.length,
    });
  });

  test.each([0xff, 0])('is found before padding of %i', (value) => {
    const app = soundApp();
    expect(inspect(padded(app, 4096, value))).toMatchObject({
      problems: [],
      partitionSha256: sha256Hex(app.subarray(0, -32)),
      imageLength: app.length,
      trailingBytes: 4096,
      trailingContent: 'padding',
      signature: null,
    });
  });

  test('is found before foreign bytes', () => {
    expect(inspect(padded(soundApp(), 100, 7))).toMatchObject({
      problems: [],
      trailingBytes: 100,
      trailingContent: 'foreign',
    });
  });
});

describe('a signature', () => {
  test('of secure boot V2 is counted and checked, up to three blocks', () => {
    const facts = inspect(signedV2(soundApp(), ['rsa', 'p256', 'p192']));
    expect(facts.signature).toEqual({
      version: 2,
      blocks: [
        { scheme: 'rsa-3072', crcValid: true, digestMatches: true },
        { scheme: 'ecdsa-p256', crcValid: true, digestMatches: true },
        { scheme: 'ecdsa-p192', crcValid: true, digestMatches: true },
      ],
    });
    expect(facts).toMatchObject({ problems: [], trailingBytes: 0 });
  });

  test('with P-384 has a digest of another kind, which is not judged', () => {
    expect(inspect(signedV2(soundApp(), ['p384'])).signature?.blocks).toEqual([
      { scheme: 'ecdsa-p384', crcValid: true, digestMatches: null },
    ]);
  });

  test('whose block or image was changed says so', () => {
    const signed = signedV2(soundApp());
    const crc = inspect(withByte(signed, signed.length - 4096 + 500, (byte) => byte ^ 1)).signature;
    expect(crc?.blocks[0]).toMatchObject({ crcValid: false, digestMatches: true });
    const digest = inspect(withByte(signed, 0x40, (byte) => byte ^ 1)).signature;
    expect(digest?.blocks[0]).toMatchObject({ crcValid: true, digestMatches: false });
  });

  test('of secure boot V1 follows the image of an ESP32 directly', () => {
    expect(inspect(signedV1(soundApp()))).toMatchObject({
      problems: [],
      signature: { version: 1, blocks: [{ scheme: 'ecdsa-v1', crcValid: null, digestMatches: null }] },
      trailingBytes: 0,
    });
  });

  test('of V1 is not seen in zero padding, nor on other chips', () => {
    expect(inspect(padded(soundApp(), 68, 0)).signature).toBeNull();
    expect(inspect(signedV1(soundApp({ chipId: 5 }))).signature).toBeNull();
  });

  test('does not move the digest the board prints', () => {
    const app = soundApp();
    expect(inspect(signedV2(app)).partitionSha256).toBe(sha256Hex(app.subarray(0, -32)));
  });
});

describe('an unsound app', () => {
  const app = soundApp();

  test('cut anywhere is truncated, and never sound', () => {
    for (let length = 0x24; length < app.length; length += 1) {
      const facts = inspect(app.subarray(0, length));
      expect(facts.problems.map(({ code }) => code)).toContain('image/truncated');
      expect(isSoundApp(facts)).toBe(false);
    }
  });

  test('says how many bytes it has and needs', () => {
    expect(inspect(app.subarray(0, -1)).problems).toEqual([
      {
        code: 'image/truncated',
        params: { file: 'app.bin', sizeBytes: app.length - 1, neededBytes: app.length },
      },
    ]);
  });

  test('with a changed byte of data has a wrong checksum and a wrong digest', () => {
    const facts = inspect(withByte(app, 0x200, (byte) => byte ^ 0x10));
    expect(facts.problems.map(({ code }) => code)).toEqual(['image/bad-checksum', 'image/bad-digest']);
    expect(facts.checksum?.valid).toBe(false);
    expect(facts.appendedSha256Valid).toBe(false);
    const texts = facts.problems.map((problem) => errorText(createTranslator('en'), problem).message);
    expect(texts[0]).toMatch(/^app\.bin has checksum 0x[0-9A-F]{2}, its data gives 0x[0-9A-F]{2}\.$/);
    expect(texts[1]).toMatch(/^app\.bin carries the SHA-256 [0-9a-f]{64}, its data gives [0-9a-f]{64}\.$/);
  });

  test('with a changed digest has a wrong digest alone', () => {
    expect(problemsOf(withByte(app, app.length - 1, (byte) => byte ^ 1))).toEqual(['image/bad-digest']);
  });

  test('without a descriptor says so', () => {
    expect(problemsOf(withByte(app, 0x23, () => 0))).toContain('image/no-descriptor');
  });

  test.each([0, 17, 255])('that names %i segments has an unsound header', (segments) => {
    expect(inspect(resealed(app, 1, segments)).problems[0]).toEqual({
      code: 'image/bad-header',
      params: { file: 'app.bin', detail: 'segmentCount', segments },
    });
  });

  test.each([
    [0xffffffff, 'segmentTooLong'],
    [0x01000000, 'segmentTooLong'],
    [0x103, 'segmentUnaligned'],
  ])('whose segment has the length %i has an unsound header', (length, detail) => {
    const changed = app.slice();
    writeU32(changed, 0x1c, length);
    expect(inspect(changed).problems[0]).toMatchObject({
      code: 'image/bad-header',
      params: { detail, segment: 0 },
    });
  });

  test('with another value than 0 or 1 for hash_appended has an unsound header', () => {
    expect(inspect(resealed(app, 0x17, 2)).problems).toMatchObject([
      { code: 'image/bad-header', params: { detail: 'hashAppended', value: 2 } },
    ]);
  });

  test('whose flash segment cannot be mapped has an unsound header', () => {
    const changed = app.slice();
    writeU32(changed, 0x18, readU32(changed, 0x18) + 4);
    changed.set(sha256(changed.subarray(0, -32)), changed.length - 32);
    expect(inspect(changed).problems).toEqual([
      {
        code: 'image/bad-header',
        params: { file: 'app.bin', detail: 'misplacedSegment', segment: 0, address: '0x3F400024' },
      },
    ]);
  });

  test('whose first segment is too short for the descriptor has an unsound header', () => {
    const short = soundApp({
      segments: [
        { loadAddress: 0x3f400020, data: new Uint8Array(256) },
        { loadAddress: 0x3ffb0000, data: new Uint8Array(256) },
      ],
    });
    writeU32(short, 0x1c, 252);
    expect(inspect(short).problems).toContainEqual({
      code: 'image/bad-header',
      params: { file: 'app.bin', detail: 'descriptorTooShort', length: 252 },
    });
  });

  test.each(['en', 'zh-CN'] as const)('has a readable sentence for every problem in %s', (language) => {
    const t = createTranslator(language);
    const broken = [
      resealed(app, 1, 0),
      resealed(app, 0x17, 9),
      app.subarray(0, 1000),
      withByte(app, 0x23, () => 0),
      withByte(app, 0x300, () => 1),
    ];
    for (const problem of broken.flatMap((bytes) => inspect(bytes).problems)) {
      expect(errorText(t, problem).message).not.toMatch(/[{}]|checks:|undefined/);
      expect(errorText(t, problem).hint).not.toBe('');
    }
  });
});

test('a page size the chip allows may be finer than the default', () => {
  const segment = (loadAddress: number) => ({ loadAddress, data: new Uint8Array(256) });
  const at16k = soundApp({ chipId: 12, mmuPageSizeBytes: 0x4000, segments: [segment(0x3c004020)] });
  expect(inspect(at16k).problems).toEqual([]);
  const at64k = soundApp({ chipId: 12, mmuPageSizeBytes: 0x10000, segments: [segment(0x3c004020)] });
  expect(inspect(at64k).problems).toMatchObject([{ params: { detail: 'misplacedSegment' } }]);
  const unnamed = soundApp({ chipId: 12, segments: [segment(0x3c004020)] });
  expect(inspect(unnamed).problems).toEqual([]);
});

test('a padding segment is named as such and enters the checksum', () => {
  const facts = inspect(
    soundApp({
      segments: [
        { loadAddress: 0x3f400020, data: new Uint8Array(256) },
        { loadAddress: 0, data: new Uint8Array(12).fill(7) },
        { loadAddress: 0x50000000, data: new Uint8Array(4) },
      ],
    }),
  );
  expect(facts.segments.map(({ memory }) => memory)).toEqual(['DROM', 'padding', 'RTC']);
  expect(facts.problems).toEqual([]);
});
