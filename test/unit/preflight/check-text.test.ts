import fc from 'fast-check';
import { expect, test } from 'vitest';

import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import { TWO_OTA, TWO_OTA_LARGE } from '../../../shared/esp/standard-tables.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import type { BoardTrust } from '../../../shared/ota/board-trust.ts';
import type { PreflightInput } from '../../../shared/ota/run-preflight.ts';
import { preflight } from '../../../shared/ota/run-preflight.ts';
import type { SelfTest, SelfTestFailed } from '../../../shared/ota/self-test.ts';
import type { WayFacts } from '../../../shared/ota/way-facts.ts';
import { checkText } from '../../../shared/text/check-text.ts';
import { createTranslator, errorText } from '../../../shared/text/translator.ts';
import { sha256 } from '../../support/digests.ts';
import { mergedImage, signedV1, signedV2, soundApp, withByte } from '../../support/images.ts';
import { EC_CA_PEM } from '../../support/sample-certificates.ts';
import { failedTest, foundCa, judgedTest, sampleTrust } from '../../support/trust.ts';

const images = [
  soundApp({ version: '1.0.0' }),
  soundApp({ version: '', projectName: '', hashAppended: false }),
  soundApp({
    chipId: 13,
    minChipRevision: 1,
    maxChipRevision: 99,
    minEfuseBlockRevision: 1,
    version: 'gabc',
  }),
  soundApp({ chipId: 13, mmuPageSizeBytes: 0x8000, secureVersion: 2 }),
  soundApp({ chipId: 0x1234, mmuPageSizeBytes: 0x8000 }),
  soundApp({ mmuPageSizeBytes: 0x8000 }),
  signedV1(soundApp()),
  signedV2(soundApp()),
  withByte(signedV2(soundApp()), 0x300, (byte) => byte ^ 1),
  soundApp().subarray(0, 1000),
  withByte(soundApp(), 1, () => 0),
  withByte(soundApp(), 0x17, () => 7),
  withByte(soundApp(), 0x20, () => 0),
  soundApp({ caPem: EC_CA_PEM }),
  mergedImage(),
  new Uint8Array(),
  new Uint8Array(16 * 1024 * 1024 + 1),
].map((bytes) => inspectImage(bytes, sha256, 'app.bin'));

const maybe = <T>(...values: T[]) => fc.constantFrom<T | null>(null, ...values);
const ours = sampleTrust().ours;
const PROBLEMS = ['host', 'usage', 'key', 'expired', 'notYetValid', 'unknownCa', 'signature'] as const;
const selfTest: fc.Arbitrary<SelfTest | null> = fc.oneof(
  fc.constant(null),
  fc
    .constantFrom<SelfTestFailed['why'][]>('refused', 'unreachable', 'timeout', 'closed', 'handshake')
    .map((why) => failedTest(why)),
  fc
    .record({
      host: maybe('bench.local'),
      problems: fc.array(fc.subarray([...PROBLEMS]), { minLength: 4, maxLength: 4 }),
    })
    .map(({ host, problems }) => judgedTest(problems, host ?? undefined, host !== null)),
);
const trust: fc.Arbitrary<BoardTrust | null> = fc.oneof(
  fc.constant(null),
  fc.record({
    ours: fc.constantFrom(ours, []),
    running: maybe([], [foundCa(ours[0])], [foundCa('cc')]),
    selfTest,
  }),
);
const network: fc.Arbitrary<WayFacts | null> = fc.oneof(
  fc.constant(null),
  fc
    .record({
      sharesNetwork: maybe(true, false),
      why: fc.constantFrom('pin' as const, 'route' as const),
      facing: maybe('10.0.0.5'),
      pinUnused: maybe('10.0.0.6'),
      error: maybe({ code: 'net/no-route' as const, params: { address: '10.0.0.9' } }),
      hostKind: maybe('vpn' as const, 'wifi' as const),
      tool: maybe('ufw' as const, 'windows' as const),
      on: maybe(true, false),
      letsIn: maybe(true, false),
      isPublic: maybe(true, false),
    })
    .map(({ hostKind, tool, on, letsIn, isPublic, ...way }) => ({
      way: { boardAddress: '10.0.0.9', host: null, ...way },
      hostKind,
      firewall: { tool, on, letsIn, isPublic, port: 8002, command: 'sudo ufw allow 8002/tcp' },
    })),
);
const input: fc.Arbitrary<PreflightInput> = fc
  .record({
    image: fc.constantFrom(...images),
    board: fc.record({
      chip: maybe('ESP32', 'ESP32-C6'),
      chipRevision: maybe('v0.1', 'v3.1'),
      efuseBlockRevision: maybe('v0.0', 'v0.1'),
      demandsSignature: maybe(true as const),
      ipv4: maybe('192.168.1.77', '10.0.0.9', '0.0.0.0'),
      ipv6: maybe('fe80::1'),
      partitions: fc.constantFrom([], TWO_OTA, TWO_OTA_LARGE, TWO_OTA.slice(0, 4), TWO_OTA.slice(0, 5)),
      runningPartition: maybe('factory', 'ota_0', 'ota_1'),
      projectName: maybe('native_ota', 'blink'),
      version: maybe('1.0.0', '2.0.0'),
      program: maybe('native' as const, 'simple' as const, 'advanced' as const),
      ready: fc.boolean(),
      stopped: fc.boolean(),
      pendingVerify: fc.boolean(),
      confirmed: fc.boolean(),
      idfVersion: maybe('v5.3.4', 'v5.5.3'),
      lastInvalidVersion: maybe('1.0.0', '0.9'),
      secureVersion: maybe(1, 5),
    }),
    url: maybe('https://192.168.1.23:8002/firmware/a.bin', `https://${'a'.repeat(300)}`),
    facingAddress: maybe('192.168.1.23', '192.168.9.1', 'bench.local'),
    baudRate: fc.constantFrom(9_600, 115_200, 921_600),
    certificateCovers: maybe(true, false),
    trust,
    network,
  })
  .map(({ board, ...rest }) => ({ ...rest, board: { ...NO_FACTS, ...board } }));

/** A placeholder left over, a key in place of a text, or a value that was not there. */
const UNREADABLE = /[{}]|checks:|\.(passed|warned|failed|notKnown)|undefined|null|NaN|\$t/;

test.each(['en', 'zh-CN'] as const)('every result of every check has words in %s', (language) => {
  const t = createTranslator(language);
  const seen = new Set<string>();
  fc.assert(
    fc.property(input, (given) => {
      for (const check of preflight(given)) {
        const { label, detail, readFrom } = checkText(t, check);
        for (const text of [label, detail, readFrom]) {
          expect(text).not.toMatch(UNREADABLE);
          expect(text).not.toBe('');
        }
        seen.add(`${check.name} ${check.result} ${check.params.context ?? ''}`);
      }
    }),
    { numRuns: 500, seed: 1 },
  );
  // Without these the test would say little.
  expect(seen.size).toBeGreaterThan(70);
});

test.each(['en', 'zh-CN'] as const)('every failed check is a readable error in %s', (language) => {
  const t = createTranslator(language);
  fc.assert(
    fc.property(input, (given) => {
      for (const { code, params, result } of preflight(given)) {
        if (result !== 'failed') continue;
        const { message, hint } = errorText(t, { code, params });
        expect(message).not.toMatch(UNREADABLE);
        expect(hint).not.toMatch(UNREADABLE);
      }
    }),
    { numRuns: 300, seed: 2 },
  );
});

test('details read as the bench shows them', () => {
  const [image] = images;
  if (image === undefined) throw new Error('no image');
  const board = {
    ...NO_FACTS,
    chip: 'ESP32',
    partitions: TWO_OTA,
    runningPartition: 'ota_0',
    version: '0.9.0',
    ipv4: '192.168.1.77',
  };
  const t = createTranslator('en');
  const given: PreflightInput = {
    image: { ...image, sizeBytes: 912_384 },
    board,
    url: 'https://192.168.1.23:8002/firmware/native_ota.bin',
    facingAddress: '192.168.1.23',
    baudRate: 115_200,
    certificateCovers: true,
    trust: null,
    network: null,
  };
  const lines = Object.fromEntries(
    preflight(given).map((check) => {
      const { label, detail } = checkText(t, check);
      return [label, detail];
    }),
  );
  expect(lines).toMatchObject({
    'App image': 'magic 0xE9, descriptor found',
    Chip: 'ESP32 = ESP32',
    Checksum: expect.stringMatching(/^0x[0-9A-F]{2} valid$/),
    Digest: 'computed = appended',
    'Fits the slot': '891 of 1,024 KiB',
    'Version differs': '0.9.0 → 1.0.0',
    'URL length': '49 of 254 bytes',
    'Board reaches us': '192.168.1.23, same subnet',
    Certificate: 'names 192.168.1.23; the board’s image is not in the library',
    'Console speed': '115200 baud, max 180 kB/s where the firmware logs each block',
  });
});
