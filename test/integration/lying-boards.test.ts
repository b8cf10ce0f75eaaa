import { afterEach, expect, test } from 'vitest';

import type { SessionView } from '../../shared/ota/session-view.ts';
import { CoreClient } from '../support/core-client.ts';
import { FakePorts, usbPort } from '../support/fake-ports.ts';
import { soundApp } from '../support/images.ts';
import { DOWNLOAD, NEW_BOOT, NEW_ELF, NEW_SHA, OLD_BOOT } from '../support/session-driver.ts';

/** Boards that print what is not so. The program offers a real image and answers real requests; none comes. */
const PATH = '/dev/ttyUSB0';
const image = soundApp({ projectName: 'native_ota', version: '1.5.0', sizeBytes: 0x4000, seed: 3 });
const facts = { sha: '', elf: '' };

let client: CoreClient;
afterEach(async () => {
  expect(client.bugs).toEqual([]);
  await client.close();
});

interface Lie {
  readonly lines: (honest: { readonly download: string; readonly boot: string }) => string;
  readonly timeoutMs?: number;
}

/** The verdict on a board that prints this once it has its URL. */
async function verdictOn({ lines, timeoutMs = 6_000 }: Lie): Promise<SessionView> {
  const ports = new FakePorts(usbPort());
  client = await CoreClient.open({ binding: ports });
  const { deviceId } = await client.call('board.open', { path: PATH, baudRate: 115_200 });
  // The address is one of this machine's, so that a URL can be made.
  const boot = OLD_BOOT.replace('192.168.1.77', '127.0.0.77');
  ports.print(PATH, `${boot.replaceAll('\n', '\r\n')}\r\n`);
  await client.when('board', deviceId, (state) => state.facts.ready);
  const entry = await client.call('image.add', { fileName: 'app.bin', bytes: image });
  facts.sha = entry.facts.partitionSha256 ?? '';
  facts.elf = entry.facts.appElfSha256 ?? '';
  const start = { deviceId, imageId: entry.imageId, override: 'all', reset: false, sendUrl: true } as const;
  await client.call('push.start', { ...start, timeoutMs });
  await client.when('board', deviceId, ({ session }) => session?.url != null);
  const honest = {
    download: DOWNLOAD,
    boot: NEW_BOOT.replace(NEW_SHA, facts.sha).replace(NEW_ELF.slice(0, 9), facts.elf.slice(0, 9)),
  };
  ports.print(PATH, `${lines(honest).replaceAll('\n', '\r\n')}\r\n`);
  const { session } = await client.when('board', deviceId, (state) => state.session?.verdict != null, 20_000);
  return session as SessionView;
}

const DONE = 'I (6300) native_ota_example: Diagnostics completed successfully! Continuing execution ...';

test('an old log of the same update, played again, is not confirmed: nobody asked for the image', async () => {
  const { verdict } = await verdictOn({ lines: ({ download, boot }) => `${download}\n${boot}\n${DONE}` });
  expect(verdict).toMatchObject({ outcome: 'failed', error: { code: 'boot/not-served' } });
});

test('a board that says the offered version while its digest differs runs another image', async () => {
  const { verdict } = await verdictOn({
    lines: ({ download, boot }) => `${download}\n${boot.replace(facts.sha, 'cd'.repeat(32))}\n${DONE}`,
  });
  expect(verdict).toMatchObject({ outcome: 'failed', error: { code: 'boot/other-image' } });
  expect(verdict?.equalDigestBytes).toBeLessThan(32);
});

test('a version without any digest proves nothing', async () => {
  const { verdict } = await verdictOn({
    lines: ({ download, boot }) =>
      `${download}\n${boot
        .split('\n')
        .filter((line) => !/SHA/.test(line))
        .join('\n')}\n${DONE}`,
  });
  // Its own deadline, at whose end it is `boot/unproven`, is longer than this push was given.
  expect(verdict).toMatchObject({
    outcome: 'failed',
    error: { code: 'timeout/newImageRuns' },
    proof: 'version',
  });
});

test("another board's lines, of another image, are not this one's", async () => {
  const { verdict } = await verdictOn({
    lines: () => `${DOWNLOAD}\n${NEW_BOOT}\n${DONE}`,
  });
  expect(verdict).toMatchObject({ outcome: 'failed', error: { code: 'boot/other-image' } });
});

test('a flood of proofs before any restart confirms nothing', async () => {
  const { verdict } = await verdictOn({
    lines: () => {
      const proof = `I (1) native_ota_example: SHA-256 for current firmware: : ${facts.sha}`;
      return Array.from({ length: 5_000 }, (_, index) => (index % 3 === 0 ? DONE : proof)).join('\n');
    },
  });
  expect(verdict?.outcome).not.toBe('confirmed');
});
