import { describe, expect, test } from 'vitest';

import type { ImageFacts } from '../../../shared/esp/image-facts.ts';
import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import { TWO_OTA, TWO_OTA_LARGE } from '../../../shared/esp/standard-tables.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import type { PreflightCheck, PreflightName } from '../../../shared/ota/preflight.ts';
import { PREFLIGHT_NAMES } from '../../../shared/ota/preflight.ts';
import type { PreflightInput } from '../../../shared/ota/run-preflight.ts';
import { blocking, overriddenBy, preflight } from '../../../shared/ota/run-preflight.ts';
import { sha256 } from '../../support/digests.ts';
import { mergedImage, signedV2, soundApp, withByte } from '../../support/images.ts';

const inspect = (bytes: Uint8Array): ImageFacts => inspectImage(bytes, sha256, 'app.bin');
const app = inspect(soundApp({ version: '1.5.0', projectName: 'native_ota' }));

/** The article's board, running 1.4.2 from ota_0 and waiting for a URL. */
const BOARD: BoardFacts = {
  ...NO_FACTS,
  chip: 'ESP32',
  chipRevision: 'v3.1',
  ipv4: '192.168.1.77',
  partitions: TWO_OTA,
  runningPartition: 'ota_0',
  projectName: 'native_ota',
  version: '1.4.2',
  program: 'native',
  ready: true,
  boots: 1,
};

const READY: PreflightInput = {
  image: app,
  board: BOARD,
  url: 'https://192.168.1.23:8002/firmware/native_ota.bin',
  facingAddress: '192.168.1.23',
  baudRate: 115_200,
  certificateCovers: true,
  trust: null,
  network: null,
};

function one(name: PreflightName, input: Partial<PreflightInput> = {}): PreflightCheck {
  const found = preflight({ ...READY, ...input }).find((check) => check.name === name);
  if (found === undefined) throw new Error(`there is no check ${name}`);
  return found;
}
const resultOf = (name: PreflightName, input: Partial<PreflightInput> = {}) => {
  const { result, params } = one(name, input);
  return params.context === undefined ? result : `${result}_${params.context}`;
};
/** The result where the board, the ready one else, has said these facts. */
const onBoard = (name: PreflightName, board: Partial<BoardFacts>, image: ImageFacts = app) =>
  resultOf(name, { board: { ...BOARD, ...board }, image });

test('every check is there once, in the order of the names', () => {
  expect(preflight(READY).map(({ name }) => name)).toEqual(PREFLIGHT_NAMES);
  const silent = { ...READY, board: NO_FACTS, url: null, facingAddress: null, certificateCovers: null };
  expect(preflight(silent).map(({ name }) => name)).toEqual(PREFLIGHT_NAMES);
});

test('a board that waits for a newer version of its own project is stopped by nothing', () => {
  const checks = preflight(READY);
  expect(blocking(checks, [])).toEqual([]);
  expect(checks.filter(({ result }) => result === 'warned').map(({ name }) => name)).toEqual([
    'console-speed',
  ]);
});

test('of a board that has said nothing, nothing is shown as passed and nothing stops', () => {
  const checks = preflight({
    ...READY,
    board: NO_FACTS,
    url: null,
    facingAddress: null,
    certificateCovers: null,
  });
  const limitless = ['chip-revision', 'efuse-revision'];
  const onOthers = checks.filter(
    ({ restsOn, name }) => restsOn !== 'file' && name !== 'console-speed' && !limitless.includes(name),
  );
  expect(new Set(onOthers.map(({ result }) => result))).toEqual(new Set(['notKnown']));
  expect(blocking(checks, [])).toEqual([]);
});

describe('the file', () => {
  test('that is sound passes with the values it was held against', () => {
    expect(one('structure')).toMatchObject({ result: 'passed', restsOn: 'file', readFrom: 'file' });
    expect(one('checksum')).toMatchObject({
      result: 'passed',
      params: { stored: expect.stringMatching(/^0x[0-9A-F]{2}$/) },
    });
    expect(one('digest').result).toBe('passed');
  });

  test('that is truncated fails by its own code, and what cannot be computed is not known', () => {
    const image = inspect(soundApp().subarray(0, 1000));
    expect(one('structure', { image })).toMatchObject({
      result: 'failed',
      code: 'image/truncated',
      restsOn: 'file',
      params: { file: 'app.bin', sizeBytes: 1000, context: 'truncated' },
    });
    expect(resultOf('checksum', { image })).toBe('notKnown');
    expect(resultOf('digest', { image })).toBe('notKnown');
  });

  test('with a wrong checksum and digest fails both, its structure passes', () => {
    const image = inspect(withByte(soundApp(), 0x300, (byte) => byte ^ 1));
    expect(resultOf('structure', { image })).toBe('passed');
    expect(one('checksum', { image })).toMatchObject({
      result: 'failed',
      code: 'image/bad-checksum',
      restsOn: 'file',
      params: { file: 'app.bin', stored: expect.any(String), computed: expect.any(String) },
    });
    expect(one('digest', { image })).toMatchObject({ result: 'failed', code: 'image/bad-digest' });
  });

  test('without an appended digest is a warning', () => {
    expect(resultOf('digest', { image: inspect(soundApp({ hashAppended: false })) })).toBe('warned');
  });

  test.each([
    ['a header that cannot be', withByte(soundApp(), 1, () => 0), 'failed_badHeader', 'image/bad-header'],
    ['no descriptor', withByte(soundApp(), 0x20, () => 0), 'failed_noDescriptor', 'image/no-descriptor'],
    ['another kind', mergedImage(), 'failed_notAnApp', 'image/not-an-app'],
    ['nothing in it', new Uint8Array(), 'failed_empty', 'image/empty'],
  ])('with %s fails', (_, bytes, result, code) => {
    const image = inspect(bytes);
    expect(resultOf('structure', { image })).toBe(result);
    expect(one('structure', { image }).code).toBe(code);
  });
});

describe('the chip', () => {
  test('is compared by the name the board shows', () => {
    expect(one('chip')).toMatchObject({ result: 'passed', params: { image: 'ESP32', board: 'ESP32' } });
    expect(one('chip', { board: { ...BOARD, chip: 'ESP32-S3' } })).toMatchObject({
      result: 'failed',
      code: 'preflight/chip',
      restsOn: 'board',
      readFrom: 'boardLog',
    });
    expect(onBoard('chip', { chip: null })).toBe('notKnown');
  });

  test('without a name is given by its number, and is not this board’s', () => {
    const image = inspect(soundApp({ chipId: 0x1234 }));
    expect(one('chip', { image })).toMatchObject({ result: 'failed', params: { image: 'id 4660' } });
  });

  test.each([
    [300, 0xffff, 'v3.1', 'passed'],
    [302, 0xffff, 'v3.1', 'failed'],
    [0, 399, 'v3.1', 'passed'],
    [0, 300, 'v3.1', 'failed'],
    [301, 301, 'v3.1', 'passed'],
    [300, 399, null, 'notKnown'],
    [300, 399, 'garbage', 'notKnown'],
    [0, 0xffff, null, 'passed_noLimit'],
    [0, 0, null, 'passed_noLimit'],
  ])('revision: an image for %i to %i on a board of %s: %s', (min, max, chipRevision, result) => {
    const image = inspect(soundApp({ minChipRevision: min, maxChipRevision: max }));
    expect(onBoard('chip-revision', { chipRevision }, image)).toBe(result);
  });

  test('revision: the range is named as ESP-IDF writes revisions', () => {
    const ranges = [
      [300, 399],
      [300, 0xffff],
      [0, 103],
    ].map(([minChipRevision = 0, maxChipRevision = 0]) => {
      const image = inspect(soundApp({ minChipRevision, maxChipRevision }));
      return one('chip-revision', { image }).params.range;
    });
    expect(ranges).toEqual(['v3.0 – v3.99', '≥ v3.0', '≤ v1.3']);
  });

  test('revision: an image of old tools for an ESP32 has its limit in the old field', () => {
    const old = soundApp();
    old[14] = 3;
    // Only bootloaders before ESP-IDF 4.4.3 look at it.
    expect(onBoard('chip-revision', { chipRevision: 'v1.0' }, inspect(old))).toBe('warned');
    expect(onBoard('chip-revision', { chipRevision: 'v3.0' }, inspect(old))).toBe('passed');
  });

  test.each([
    [5, 102, 199, 'v1.1', 'failed'],
    [5, 102, 199, 'v1.2', 'passed'],
    [5, 0, 199, 'v2.0', 'failed'],
    [5, 0, 99, null, 'notKnown'],
    [5, 0, 0xffff, null, 'passed_noLimit'],
    [5, 0, 0, 'v1.3', 'passed_noLimit'],
    [0, 200, 299, 'v1.0', 'passed_noLimit'],
  ])('eFuse: chip %i, image for %i to %i, board %s: %s', (chipId, min, max, revision, result) => {
    const image = inspect(soundApp({ chipId, minEfuseBlockRevision: min, maxEfuseBlockRevision: max }));
    expect(onBoard('efuse-revision', { efuseBlockRevision: revision }, image)).toBe(result);
  });
});

test.each([
  ['v5.3.4', 'warned'],
  ['v5.4.3', 'failed'],
  ['v6.0.2', 'failed'],
  [null, 'failed'],
])('an eFuse revision that does not fit, on firmware of ESP-IDF %s: %s', (idfVersion, result) => {
  const image = inspect(soundApp({ chipId: 5, minEfuseBlockRevision: 104 }));
  expect(onBoard('efuse-revision', { efuseBlockRevision: 'v1.3', idfVersion }, image)).toBe(result);
});

test.each([
  [3, 3, 'passed'],
  [4, 3, 'passed'],
  [2, 3, 'failed'],
  [0, null, 'notKnown'],
])('a secure version of %i on a board that demands %s: %s', (secureVersion, demanded, result) => {
  const image = inspect(soundApp({ secureVersion }));
  expect(onBoard('secure-version', { secureVersion: demanded }, image)).toBe(result);
});

test('another project is a warning', () => {
  expect(onBoard('project', { projectName: 'native_ota' })).toBe('passed');
  expect(onBoard('project', { projectName: 'blink' })).toBe('warned');
  expect(onBoard('project', { projectName: null })).toBe('notKnown');
  expect(onBoard('project', {}, inspect(soundApp({ projectName: '' })))).toBe('notKnown_unnamed');
});

test.each([
  [0, 0, 'passed'],
  [0, 0x10000, 'passed'],
  [0, 0x8000, 'warned'],
  [13, 0x8000, 'notKnown'],
  [13, 0, 'notKnown_unnamed'],
  [0x1234, 0x8000, 'notKnown_unnamed'],
])('an MMU page size of chip %i and %i bytes: %s', (chipId, mmuPageSizeBytes, result) => {
  // Only the descriptor matters here, so the segments need not fit the page.
  const segments = [{ loadAddress: 0x3ffb0000, data: new Uint8Array(256) }];
  expect(onBoard('mmu-page', {}, inspect(soundApp({ chipId, mmuPageSizeBytes, segments })))).toBe(result);
});

describe('the signature', () => {
  const signed = inspect(signedV2(soundApp()));
  const damaged = inspect(withByte(signedV2(soundApp()), 0x1fff, (byte) => byte ^ 1));

  test.each([
    ['signed', signed, true, 'passed'],
    ['signed', signed, null, 'notKnown'],
    ['unsigned', app, true, 'failed'],
    ['unsigned', app, null, 'notKnown_unsigned'],
    ['wrongly signed', damaged, true, 'failed_damaged'],
    ['wrongly signed', damaged, null, 'warned_damaged'],
  ] as const)('of an image that is %s, where the board demands one: %s', (_, image, demands, result) => {
    expect(onBoard('signature', { demandsSignature: demands }, image)).toBe(result);
  });
});

describe('the slot', () => {
  const sized = (sizeBytes: number): ImageFacts => ({ ...app, sizeBytes });
  const fits = (sizeBytes: number, board: Partial<BoardFacts>) => onBoard('fit', board, sized(sizeBytes));

  test('is the next one, and the whole file counts', () => {
    expect(one('fit', { image: sized(912_384) })).toMatchObject({
      result: 'passed',
      params: { slot: 'ota_1', usedKib: 891, slotKib: 1024 },
      readFrom: 'partitionRows',
    });
    expect(fits(0x100000, {})).toBe('passed');
    expect(one('fit', { image: sized(0x100001) })).toMatchObject({
      result: 'failed',
      code: 'preflight/fit',
      restsOn: 'board',
      params: { sizeBytes: 0x100001, slotBytes: 0x100000, slot: 'ota_1' },
    });
  });

  test('after factory is ota_0, which is normal', () => {
    const board = { ...BOARD, runningPartition: 'factory' };
    expect(one('fit', { board })).toMatchObject({ result: 'passed', params: { slot: 'ota_0' } });
  });

  test('that does not exist fails', () => {
    const partitions = TWO_OTA.filter(({ label }) => !label.startsWith('ota_'));
    expect(onBoard('fit', { partitions, runningPartition: 'factory' })).toBe('failed_noSlot');
  });

  test('that is the only one, and runs, fails', () => {
    const partitions = TWO_OTA.filter(({ label }) => label !== 'ota_1');
    expect(onBoard('fit', { partitions, runningPartition: 'ota_0' })).toBe('failed_onlyRunning');
    expect(onBoard('fit', { partitions, runningPartition: 'factory' })).toBe('passed');
  });

  test('need not be known where all are alike', () => {
    expect(onBoard('fit', { partitions: TWO_OTA_LARGE, runningPartition: null })).toBe('passed');
    expect(fits(0x1a9001, { partitions: TWO_OTA_LARGE, runningPartition: null })).toBe('failed');
    const uneven = TWO_OTA.map((row) => (row.label === 'ota_1' ? { ...row, sizeBytes: 0x80000 } : row));
    expect(fits(0x90000, { partitions: uneven, runningPartition: null })).toBe('notKnown');
    expect(fits(0x70000, { partitions: uneven, runningPartition: null })).toBe('passed');
  });

  test('of a board that showed no table is not known', () => {
    expect(onBoard('fit', { partitions: [] })).toBe('notKnown');
  });
});

describe('the version', () => {
  test.each([
    ['native', 'failed'],
    ['advanced', 'failed'],
    ['simple', 'warned'],
    [null, 'warned'],
  ] as const)('that runs already, where the program is %s: %s', (program, result) => {
    const check = one('version', { board: { ...BOARD, version: '1.5.0', program } });
    expect(check).toMatchObject({ result, code: 'ota/same-version', params: { version: '1.5.0' } });
  });

  test('that differs passes, one that is not known does not', () => {
    expect(one('version')).toMatchObject({ result: 'passed', params: { board: '1.4.2', version: '1.5.0' } });
    expect(onBoard('version', { version: null })).toBe('notKnown');
  });

  test.each([
    ['native', 'failed'],
    ['advanced', 'warned'],
    [null, 'warned'],
  ] as const)('that was rolled back before, where the program is %s: %s', (program, result) => {
    const check = one('last-invalid', { board: { ...BOARD, lastInvalidVersion: '1.5.0', program } });
    expect(check).toMatchObject({
      result,
      code: 'ota/last-invalid-version',
      readFrom: 'earlierSessions',
      params: { version: '1.5.0' },
    });
  });

  test('of which no rollback is known is not known', () => {
    expect(onBoard('last-invalid', { lastInvalidVersion: null })).toBe('notKnown');
    expect(onBoard('last-invalid', { lastInvalidVersion: '1.3.9' })).toBe('passed');
  });

  test.each([
    ['1.5.0', '1.4.2', 'passed'],
    ['1.4.2', '1.5.0', 'warned'],
    ['1.10.0', '1.9.0', 'passed'],
    ['v2', '1.9', 'passed'],
    ['1', '1.0.0', 'passed'],
    ['1.0.0', '1.0.1', 'warned'],
    ['1.5.0-rc1', '1.4.0', 'passed'],
    ['1.5.0-rc1', '1.5.0', 'notKnown'],
    ['1.5.0-4-gabcdef', '1.5.0', 'notKnown'],
    ['1.5.0-dirty', '1.5.0-dirty', 'passed'],
    ['gabcdef', '1.0', 'notKnown'],
    ['1.2.3.4.5', '1.2.3.4.6', 'notKnown'],
    ['1.4.2', null, 'notKnown'],
  ])('%s over %s is in the right order: %s', (offered, running, result) => {
    expect(onBoard('older', { version: running }, inspect(soundApp({ version: offered })))).toBe(result);
  });
});

describe('the board', () => {
  test('reads a URL of at most 254 bytes', () => {
    const urlOf = (length: number): string => `https://${'a'.repeat(length - 8)}`;
    expect(one('url-length', { url: urlOf(254) })).toMatchObject({
      result: 'passed',
      params: { length: 254 },
    });
    expect(one('url-length', { url: urlOf(255) })).toMatchObject({
      result: 'failed',
      code: 'push/url-too-long',
      params: { length: 255, maxLength: 254 },
    });
    expect(resultOf('url-length', { url: `https://${'中'.repeat(100)}` })).toBe('failed');
    expect(resultOf('url-length', { url: null })).toBe('notKnown');
  });

  test('that waits is ready, one that has stopped will be once it is reset', () => {
    expect(onBoard('board-ready', {})).toBe('passed');
    expect(onBoard('board-ready', { ready: false, stopped: true })).toBe('warned');
    expect(onBoard('board-ready', { ready: false })).toBe('notKnown');
  });

  test('whose running app is not confirmed would refuse', () => {
    expect(one('pending-verify', { board: { ...BOARD, pendingVerify: true, ready: false } })).toMatchObject({
      result: 'failed',
      code: 'preflight/pending-verify',
      restsOn: 'board',
    });
    expect(onBoard('pending-verify', { confirmed: true })).toBe('passed');
    expect(onBoard('pending-verify', { runningPartition: 'factory' })).toBe('passed_factory');
    expect(onBoard('pending-verify', {})).toBe('notKnown');
    expect(onBoard('pending-verify', { runningPartition: null })).toBe('notKnown');
  });
});

describe('the network', () => {
  test.each([
    ['192.168.1.23', '192.168.1.77', 'passed'],
    ['127.0.0.1', '127.0.3.9', 'passed'],
    ['192.168.1.23', '192.168.4.2', 'passed_routed'],
    ['10.1.2.3', '10.200.0.1', 'passed_routed'],
    ['172.16.0.1', '172.31.0.1', 'passed_routed'],
    ['10.1.2.3', '192.168.4.2', 'warned'],
    ['172.15.0.1', '172.16.0.1', 'warned'],
    ['bench.example.org', '192.168.1.77', 'passed_named'],
    [null, '192.168.1.77', 'notKnown'],
    ['192.168.1.23', null, 'notKnown'],
  ])('from %s to a board at %s: %s', (facingAddress, ipv4, result) => {
    expect(resultOf('reach', { facingAddress, board: { ...BOARD, ipv4 } })).toBe(result);
  });

  test('needs a certificate that names the host', () => {
    expect(one('certificate')).toMatchObject({ result: 'notKnown', params: { host: '192.168.1.23' } });
    expect(one('certificate', { certificateCovers: false })).toMatchObject({
      result: 'warned',
      code: 'preflight/certificate',
      restsOn: 'network',
    });
    expect(resultOf('certificate', { certificateCovers: null })).toBe('notKnown');
  });

  test('is no faster than a console that logs each block', () => {
    expect(one('console-speed')).toMatchObject({
      result: 'warned',
      params: { baudRate: 115_200, maxKilobytes: 180 },
    });
    expect(one('console-speed', { baudRate: 921_600 })).toMatchObject({
      result: 'passed',
      params: { maxKilobytes: 1440 },
    });
  });
});

describe('overrides', () => {
  const checks = preflight({
    ...READY,
    image: inspect(withByte(soundApp({ version: '1.4.2' }), 0x300, (byte) => byte ^ 1)),
  });

  test('by name let those checks pass, and are named for the record', () => {
    expect(blocking(checks, [])).toEqual(['checksum', 'digest', 'version']);
    expect(blocking(checks, ['digest', 'fit'])).toEqual(['checksum', 'version']);
    expect(overriddenBy(checks, ['digest', 'fit'])).toEqual(['digest']);
  });

  test('of all let everything pass', () => {
    expect(blocking(checks, 'all')).toEqual([]);
    expect(overriddenBy(checks, 'all')).toEqual(['checksum', 'digest', 'version']);
  });
});
