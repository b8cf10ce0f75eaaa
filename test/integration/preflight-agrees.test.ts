import { afterEach, describe, expect, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { signImage } from '../../electron/virtual/firmware/image-signature.ts';
import { readU32, writeU32 } from '../../shared/esp/little-endian.ts';
import { TWO_OTA, TWO_OTA_LARGE } from '../../shared/esp/standard-tables.ts';
import type { PreflightCheck, PreflightName } from '../../shared/ota/preflight.ts';
import { sha256 } from '../support/digests.ts';
import { soundApp, withByte } from '../support/images.ts';
import { PreflightBench } from '../support/preflight-bench.ts';

const image = (more: Parameters<typeof soundApp>[0] = {}) =>
  soundApp({ projectName: 'native_ota_example', version: '2.0.0', sizeBytes: 100_000, seed: 7, ...more });

/** Changes a 32-bit word and makes the digest right again, so that nothing but that word is wrong. */
function withWord(bytes: Uint8Array<ArrayBuffer>, at: number, value: number): Uint8Array<ArrayBuffer> {
  const changed = bytes.slice();
  writeU32(changed, at, value);
  changed.set(sha256(changed.subarray(0, -32)), changed.length - 32);
  return changed;
}

interface Doomed {
  readonly what: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly board?: Partial<VirtualBoardOptions>;
  /** The checks that must fail, and no others; the first one's code is what a push without override says. */
  readonly fails: readonly PreflightName[];
  readonly code: string;
  /** The board's own line, given the first check's values. */
  readonly boardSays: (params: PreflightCheck['params']) => RegExp;
  readonly verdict: readonly [outcome: string, code: string];
}

/** `0x1`, as the board prints what the pre-flight shows as `0x01`. */
const short = (value: string | number | undefined): string => String(value).replace(/^0x0(?=.)/, '0x');

/** `bytes`, signed, with the signature sector that belongs to another image of its size. */
function withSignatureOf(bytes: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const signed = signImage(bytes);
  signed.set(signImage(other).subarray(-4096), signed.length - 4096);
  return signed;
}

/** v1.3 in its eFuses, and firmware that looks at it. */
const ESP32_C3: Partial<VirtualBoardOptions> = { chip: 'esp32c3', chipRevision: 4, idf: '5.5' };

/** Without a factory partition, as anti-rollback wants it. */
const ANTI_ROLLBACK: Partial<VirtualBoardOptions> = {
  table: TWO_OTA_LARGE,
  secureVersion: 2,
  factory: { projectName: 'native_ota_example', version: '1.0.0', sizeBytes: 0x38000, secureVersion: 2 },
};

const CORRUPT = ['failed', 'image/corrupt'] as const;
const sound = image();

const DOOMED: readonly Doomed[] = [
  {
    what: 'a truncated image',
    bytes: sound.slice(0, 60_000),
    fails: ['structure'],
    code: 'image/truncated',
    // The slot is blank behind it.
    boardSays: () => /invalid segment length 0xffffffff|Checksum failed/,
    verdict: CORRUPT,
  },
  {
    what: 'a segment of impossible length',
    bytes: withWord(sound, 0x1c, 0x01000000),
    fails: ['structure'],
    code: 'image/bad-header',
    boardSays: ({ length }) => new RegExp(`invalid segment length ${length}`, 'i'),
    verdict: CORRUPT,
  },
  {
    what: 'a segment of odd length',
    bytes: withWord(sound, 0x1c, readU32(sound, 0x1c) + 1),
    fails: ['structure'],
    code: 'image/bad-header',
    boardSays: ({ length }) => new RegExp(`(invalid|unaligned) segment length ${length}`, 'i'),
    verdict: CORRUPT,
  },
  {
    what: 'too many segments',
    bytes: withByte(sound, 1, () => 17) as Uint8Array<ArrayBuffer>,
    fails: ['structure'],
    code: 'image/bad-header',
    boardSays: ({ segments }) => new RegExp(`segment count ${segments} exceeds max 16`),
    verdict: CORRUPT,
  },
  {
    what: 'a segment that cannot be mapped',
    bytes: withWord(sound, 0x18, readU32(sound, 0x18) + 4),
    fails: ['structure'],
    code: 'image/bad-header',
    boardSays: ({ segment, address }) =>
      new RegExp(`Segment ${segment} load address ${address}, doesn't match data`, 'i'),
    verdict: CORRUPT,
  },
  {
    what: 'a changed byte',
    bytes: withByte(sound, 50_000, (byte) => byte ^ 0x21) as Uint8Array<ArrayBuffer>,
    fails: ['checksum', 'digest'],
    code: 'image/bad-checksum',
    boardSays: ({ stored, computed }) =>
      new RegExp(`Checksum failed. Calculated ${short(computed)} read ${short(stored)}$`, 'i'),
    verdict: CORRUPT,
  },
  {
    what: 'a wrong digest',
    bytes: withByte(sound, sound.length - 1, (byte) => byte ^ 1) as Uint8Array<ArrayBuffer>,
    fails: ['digest'],
    code: 'image/bad-digest',
    boardSays: () => /Image hash failed - image is corrupt/,
    verdict: CORRUPT,
  },
  {
    what: 'an image for another chip',
    bytes: image({ chipId: 9 }),
    fails: ['chip'],
    code: 'preflight/chip',
    boardSays: () => /mismatch chip ID, expected 0, found 9/,
    verdict: ['failed', 'image/wrong-chip'],
  },
  {
    what: 'an image for a later chip revision',
    bytes: image({ minChipRevision: 400 }),
    fails: ['chip-revision'],
    code: 'preflight/chip-revision',
    boardSays: ({ board }) => new RegExp(`Image requires chip rev >= v4\\.0, but chip is ${board}`),
    verdict: ['failed', 'image/wrong-chip'],
  },
  {
    what: 'an image for an earlier chip revision',
    bytes: image({ maxChipRevision: 199 }),
    board: { idf: '5.5' },
    fails: ['chip-revision'],
    code: 'preflight/chip-revision',
    boardSays: ({ board }) => new RegExp(`Required <= v1\\.99, found ${board}`),
    verdict: ['failed', 'image/wrong-chip'],
  },
  {
    what: 'an image for a later eFuse revision',
    bytes: image({ chipId: 5, minEfuseBlockRevision: 104 }),
    board: ESP32_C3,
    fails: ['efuse-revision'],
    code: 'preflight/efuse-revision',
    boardSays: ({ board }) => new RegExp(`^Image requires efuse blk rev >= v1\\.4, but chip is ${board}$`),
    verdict: ['failed', 'image/wrong-chip'],
  },
  {
    what: 'an image for an earlier eFuse revision',
    bytes: image({ chipId: 5, maxEfuseBlockRevision: 102 }),
    board: ESP32_C3,
    fails: ['efuse-revision'],
    code: 'preflight/efuse-revision',
    boardSays: ({ board }) => new RegExp(`^Image requires efuse blk rev <= v1\\.2, but chip is ${board}$`),
    verdict: ['failed', 'image/wrong-chip'],
  },
  {
    what: 'an image larger than the slot',
    bytes: image({ sizeBytes: 0x100010 }),
    fails: ['fit'],
    code: 'preflight/fit',
    boardSays: () => /Exiting task due to fatal error/,
    verdict: ['failed', 'image/too-large'],
  },
  {
    what: 'an image for a board without an OTA slot',
    bytes: sound,
    board: { table: TWO_OTA.slice(0, 4) },
    fails: ['fit'],
    code: 'preflight/fit',
    boardSays: () => /assert failed: .*\(update_partition != NULL\)/,
    verdict: ['failed', 'ota/no-slot'],
  },
  {
    what: 'an image for a board without an OTA slot, for the advanced example',
    bytes: image({ projectName: 'advanced_https_ota' }),
    board: { table: TWO_OTA.slice(0, 4), program: 'advanced' },
    fails: ['fit'],
    code: 'preflight/fit',
    boardSays: () => /Passive OTA partition not found/,
    verdict: ['failed', 'ota/no-slot'],
  },
  {
    what: 'an image for a board whose only OTA slot runs',
    bytes: sound,
    board: { table: TWO_OTA_LARGE.slice(0, 4) },
    fails: ['fit'],
    code: 'preflight/fit',
    boardSays: () => /esp_ota_begin failed \(ESP_ERR_OTA_PARTITION_CONFLICT\)/,
    verdict: ['failed', 'ota/no-slot'],
  },
  {
    what: 'an image below the secure version',
    bytes: image({ secureVersion: 1 }),
    board: ANTI_ROLLBACK,
    fails: ['secure-version'],
    code: 'preflight/secure-version',
    boardSays: () => /esp_ota_set_boot_partition failed \(ESP_ERR_OTA_SMALL_SEC_VER\)!/,
    verdict: ['failed', 'ota/secure-version'],
  },
  {
    what: 'an image below the secure version, for the advanced example',
    bytes: image({ secureVersion: 1, projectName: 'advanced_https_ota' }),
    board: { ...ANTI_ROLLBACK, program: 'advanced' },
    fails: ['secure-version'],
    code: 'preflight/secure-version',
    boardSays: (params) =>
      new RegExp(`security version is less than eFuse programmed, ${params.image} < ${params.board}$`),
    verdict: ['refused', 'ota/secure-version'],
  },
  {
    what: 'an image without a signature',
    bytes: sound,
    board: { secureBoot: true },
    fails: ['signature'],
    code: 'preflight/signature',
    boardSays: () => /^Secure boot signature verification failed$/,
    verdict: CORRUPT,
  },
  {
    what: 'an image with the signature of another',
    bytes: withSignatureOf(sound, image({ seed: 8 })),
    board: { secureBoot: true },
    fails: ['signature'],
    code: 'preflight/signature',
    boardSays: () => /^image valid, signature bad$/,
    verdict: CORRUPT,
  },
  {
    what: 'the version that runs',
    bytes: image({ version: '1.0.0' }),
    fails: ['version'],
    code: 'ota/same-version',
    boardSays: () => /Current running version is the same as a new/,
    verdict: ['refused', 'ota/same-version'],
  },
  {
    what: 'the version that runs, for the advanced example',
    bytes: image({ version: '1.0.0', projectName: 'advanced_https_ota' }),
    board: { program: 'advanced' },
    fails: ['version'],
    code: 'ota/same-version',
    boardSays: () => /Current running version is the same as a new/,
    verdict: ['refused', 'ota/same-version'],
  },
];

let bench: PreflightBench;
afterEach(() => bench.close());

describe('what the pre-flight predicts of', () => {
  test.each(DOOMED)(
    '$what comes true on a board',
    async ({ bytes, board = {}, fails, code, boardSays, verdict }) => {
      bench = await PreflightBench.open(board);
      const imageId = await bench.add(bytes);

      const failed = await bench.failedChecks(imageId);
      expect(failed.map(({ name }) => name)).toEqual(fails);
      expect(failed[0]?.code).toBe(code);

      expect(await bench.refusalOf(imageId)).toBe(code);
      expect(bench.requests()).toEqual([]);
      expect(bench.client.state('board', bench.deviceId)?.facts.ready).toBe(true);

      const view = await bench.push(imageId, [...fails]);
      expect(view.overridden).toEqual(fails);
      expect([view.verdict?.outcome, view.verdict?.error?.code]).toEqual(verdict);
      expect(view.after.version ?? view.before.version).toBe('1.0.0');
      await bench.said(boardSays(failed[0]?.params ?? {}));
    },
  );

  test('a version that was rolled back comes true on the board that rolled it back', async () => {
    bench = await PreflightBench.open({ newImage: 'diagnosticsFail' });
    const imageId = await bench.add(image());
    expect((await bench.push(imageId, [])).verdict?.outcome).toBe('rolledBack');
    await bench.ready();

    const failed = await bench.failedChecks(imageId);
    expect(failed).toMatchObject([
      { name: 'last-invalid', code: 'ota/last-invalid-version', params: { version: '2.0.0' } },
    ]);
    expect(await bench.refusalOf(imageId)).toBe('ota/last-invalid-version');

    const view = await bench.push(imageId, ['last-invalid']);
    expect(view.overridden).toEqual(['last-invalid']);
    expect([view.verdict?.outcome, view.verdict?.error?.code]).toEqual([
      'refused',
      'ota/last-invalid-version',
    ]);
    expect(view.boardSaid?.text).toMatch(/same as invalid version/);
  });

  test('a signed image is that nothing stops it comes true on a board that demands a signature', async () => {
    bench = await PreflightBench.open({ secureBoot: true });
    const imageId = await bench.add(signImage(image()));
    const checks = await bench.checks(imageId);
    expect(checks.find(({ name }) => name === 'signature')?.result).toBe('passed');
    expect((await bench.push(imageId, [])).verdict?.outcome).toBe('confirmed');
    await bench.said(/^Signature verified successfully!$/);
  });

  test.each([
    ['an ESP32', {}, 0],
    ['an ESP32-C3', ESP32_C3, 5],
  ])('a sound and newer image is that nothing stops it comes true too on %s', async (_, board, chipId) => {
    bench = await PreflightBench.open(board);
    const imageId = await bench.add(image({ chipId }));
    expect(await bench.failedChecks(imageId)).toEqual([]);
    expect((await bench.push(imageId, [])).verdict?.outcome).toBe('confirmed');
  });
});
