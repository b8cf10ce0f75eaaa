import { afterEach, describe, expect, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { sha256 } from '../support/digests.ts';
import { soundApp } from '../support/images.ts';
import { PreflightBench } from '../support/preflight-bench.ts';
import { testAuthority } from '../support/test-certificates.ts';

const image = (more: Parameters<typeof soundApp>[0] = {}) =>
  soundApp({ projectName: 'native_ota_example', version: '2.0.0', sizeBytes: 100_000, seed: 7, ...more });

let bench: PreflightBench;
afterEach(() => bench.close());

describe('what the pre-flight predicts of', () => {
  test('a board whose diagnostics failed, with no image to go back to, comes true', async () => {
    bench = await PreflightBench.open({ newImage: 'diagnosticsFail' });
    const board = bench.client.virtual.board('bench');
    // The factory app is lost once the new one runs: nothing is left to roll back to.
    const factory = board.partitions.find(({ label }) => label === 'factory');
    const first = await bench.add(image());
    const update = bench.push(first, []);
    await bench.said(/^Diagnostics \(5 sec\)/);
    board.flash.erase(factory?.offset ?? 0, 0x1000);
    await bench.said(/^Rollback is not possible/);
    await bench.ready();
    await bench.client.call('push.cancel', { deviceId: bench.deviceId });
    await update;

    const next = await bench.add(image({ version: '3.0.0' }));
    const failed = await bench.failedChecks(next);
    expect(failed).toMatchObject([{ name: 'pending-verify', code: 'preflight/pending-verify' }]);
    expect(await bench.refusalOf(next)).toBe('preflight/pending-verify');

    const view = await bench.push(next, ['pending-verify']);
    expect(view.overridden).toEqual(['pending-verify']);
    expect([view.verdict?.outcome, view.verdict?.error?.code]).toEqual(['failed', 'ota/pending-verify']);
    await bench.said(/^Running app has not confirmed state \(ESP_OTA_IMG_PENDING_VERIFY\)/);
    await bench.said(/^esp_ota_begin failed \(ESP_ERR_OTA_ROLLBACK_INVALID_STATE\)/);
  });

  test('an app that never confirms itself is not that it would take an update', async () => {
    bench = await PreflightBench.open({ newImage: 'neverConfirms' });
    await bench.push(await bench.add(image()), []);
    await bench.ready();
    const next = await bench.add(image({ version: '3.0.0' }));
    const pending = (await bench.checks(next)).find(({ name }) => name === 'pending-verify');
    expect(pending?.result).toBe('notKnown');

    const view = await bench.push(next, []);
    expect([view.verdict?.outcome, view.verdict?.error?.code]).toEqual(['failed', 'ota/pending-verify']);
  });

  test('a URL that is too long comes true: the board asks without its end', async () => {
    bench = await PreflightBench.open({});
    const { server } = bench.client.state('settings') ?? { server: { port: 0, bind: '', host: null } };
    const host = `${['a', 'b', 'c'].map((letter) => letter.repeat(62)).join('.')}.localhost`;
    await bench.client.call('settings.update', { server: { ...server, host } });
    const fileName = `${'long'.repeat(20)}.bin`;
    const { imageId } = await bench.client.call('image.add', { fileName, bytes: image() });

    const failed = await bench.failedChecks(imageId);
    expect(failed).toMatchObject([{ name: 'url-length', code: 'push/url-too-long' }]);
    const { length, maxLength } = failed[0]?.params ?? {};
    expect(await bench.refusalOf(imageId)).toBe('push/url-too-long');
    expect(bench.requests()).toEqual([]);

    const view = await bench.push(imageId, ['url-length']);
    expect(view.overridden).toEqual(['url-length']);
    expect([view.verdict?.outcome, view.verdict?.error?.code]).toEqual(['failed', 'image/short-header']);
    const { url } = view;
    expect(url?.length).toBe(length);
    const whole = new URL(url ?? '').pathname;
    expect(bench.requests()).toEqual([whole.slice(0, Number(maxLength) - Number(length))]);
    await bench.said(/^received package is not fit len|^OTA image has invalid magic byte/);
  });

  test('the certificate does not fail where a board trusts another CA, which no log says: its alert does', async () => {
    bench = await PreflightBench.open({ caPem: testAuthority('Another CA').caPem });
    const imageId = await bench.add(image());
    expect(await bench.failedChecks(imageId)).toEqual([]);
    const { verdict } = await bench.push(imageId, []);
    expect([verdict?.outcome, verdict?.error?.code]).toEqual(['failed', 'tls/unknown-ca']);
    await bench.said(/mbedtls_ssl_handshake returned -0x2700/);
  });

  /** The limit of old tools alone, which firmware from ESP-IDF 4.4.3 on does not look at. */
  const ofOldTools = (): Uint8Array<ArrayBuffer> => {
    const bytes = image();
    bytes[14] = 3;
    bytes.set(sha256(bytes.subarray(0, -32)), bytes.length - 32);
    return bytes;
  };
  const C3: Partial<VirtualBoardOptions> = { chip: 'esp32c3', chipRevision: 4, idf: '5.3' };
  const before54 = image({ chipId: 5, minEfuseBlockRevision: 104 });

  test.each([
    ['chip-revision', 'a limit of old tools', ofOldTools(), { chipRevision: 100 }],
    ['mmu-page', 'a page size that the chip does not have', image({ mmuPageSizeBytes: 0x8000 }), {}],
    ['efuse-revision', 'a limit that ESP-IDF before 5.4 does not look at', before54, C3],
  ] as const)('%s does not fail, for a board takes an image with %s', async (name, _, bytes, board) => {
    bench = await PreflightBench.open(board);
    const imageId = await bench.add(bytes);
    const found = (await bench.checks(imageId)).find((check) => check.name === name);
    // The bootloader of a C3 names its block revision from 5.4 on.
    expect(found?.result).toBe(name === 'efuse-revision' ? 'notKnown' : 'warned');
    expect((await bench.push(imageId, [])).verdict?.outcome).toBe('confirmed');
  });
});
