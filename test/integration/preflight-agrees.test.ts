import { afterEach, describe, expect, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { readU32, writeU32 } from '../../shared/esp/little-endian.ts';
import type { PreflightCheck, PreflightName } from '../../shared/ota/preflight.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { CoreClient } from '../support/core-client.ts';
import { sha256 } from '../support/digests.ts';
import { soundApp, withByte } from '../support/images.ts';

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
    what: 'an image larger than the slot',
    bytes: image({ sizeBytes: 0x100010 }),
    fails: ['fit'],
    code: 'preflight/fit',
    boardSays: () => /Exiting task due to fatal error/,
    verdict: ['failed', 'image/too-large'],
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

/** A board whose own waits take a twentieth of the time. */
const FAST: Partial<VirtualBoardOptions> = { timeScale: 0.05, wifiBytesPerSecond: null };

let client: CoreClient;
afterEach(async () => {
  expect(client.bugs).toEqual([]);
  await client.close();
});

async function readyBoard(options: Partial<VirtualBoardOptions>): Promise<string> {
  client = await CoreClient.open();
  const path = client.virtual.add('bench', { ...FAST, ...options });
  const { deviceId } = await client.call('board.open', { path, baudRate: 115_200 });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  return deviceId;
}

const add = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  (await client.call('image.add', { fileName: 'app.bin', bytes })).imageId;

async function failedChecks(deviceId: string, imageId: string): Promise<PreflightCheck[]> {
  const { checks } = await client.call('image.preflight', { deviceId, imageId });
  return checks.filter(({ result }) => result === 'failed');
}

async function push(deviceId: string, imageId: string, override: PreflightName[]): Promise<SessionView> {
  const options = { reset: false, sendUrl: true, timeoutMs: null };
  const { pushId } = await client.call('push.start', { deviceId, imageId, override, ...options });
  const ended = ({ session }: { session: SessionView | null }): boolean =>
    session?.pushId === pushId && session.verdict !== null;
  return (await client.when('board', deviceId, ended, 60_000)).session as SessionView;
}

/** Why a push without override does not happen: a refused verdict, or no session at all. */
async function refusalOf(deviceId: string, imageId: string): Promise<string | null | undefined> {
  try {
    const { verdict } = await push(deviceId, imageId, []);
    expect(verdict?.outcome).toBe('refused');
    return verdict?.error?.code;
  } catch (thrown) {
    return (thrown as { code?: string }).code;
  }
}

const requests = () => client.serverEvents.filter(({ kind }) => kind === 'requestStarted');

describe('what the pre-flight predicts of', () => {
  test.each(DOOMED)(
    '$what comes true on a board',
    async ({ bytes, board = {}, fails, code, boardSays, verdict }) => {
      const deviceId = await readyBoard(board);
      const lines: string[] = [];
      client.onLog((batch) => lines.push(...batch.entries.map(({ text }) => text)));
      const imageId = await add(bytes);

      const failed = await failedChecks(deviceId, imageId);
      expect(failed.map(({ name }) => name)).toEqual(fails);
      expect(failed[0]?.code).toBe(code);

      expect(await refusalOf(deviceId, imageId)).toBe(code);
      expect(requests()).toEqual([]);
      expect(client.state('board', deviceId)?.facts.ready).toBe(true);

      const view = await push(deviceId, imageId, [...fails]);
      expect(view.overridden).toEqual(fails);
      expect([view.verdict?.outcome, view.verdict?.error?.code]).toEqual(verdict);
      expect(view.after.version ?? view.before.version).toBe('1.0.0');
      const said = boardSays(failed[0]?.params ?? {});
      await expect.poll(() => lines.find((line) => said.test(line))).toBeDefined();
    },
  );

  test('a version that was rolled back comes true on the board that rolled it back', async () => {
    const deviceId = await readyBoard({ newImage: 'diagnosticsFail' });
    const imageId = await add(image());
    expect((await push(deviceId, imageId, [])).verdict?.outcome).toBe('rolledBack');
    await client.when('board', deviceId, ({ facts }) => facts.ready);

    const failed = await failedChecks(deviceId, imageId);
    expect(failed).toMatchObject([
      { name: 'last-invalid', code: 'ota/last-invalid-version', params: { version: '2.0.0' } },
    ]);
    expect(await refusalOf(deviceId, imageId)).toBe('ota/last-invalid-version');

    const view = await push(deviceId, imageId, ['last-invalid']);
    expect(view.overridden).toEqual(['last-invalid']);
    expect([view.verdict?.outcome, view.verdict?.error?.code]).toEqual([
      'refused',
      'ota/last-invalid-version',
    ]);
    expect(view.boardSaid?.text).toMatch(/same as invalid version/);
  });

  test('a sound and newer image is that nothing stops it comes true too', async () => {
    const deviceId = await readyBoard({});
    const imageId = await add(image());
    expect(await failedChecks(deviceId, imageId)).toEqual([]);
    expect((await push(deviceId, imageId, [])).verdict?.outcome).toBe('confirmed');
  });
});
