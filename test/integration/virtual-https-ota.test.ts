import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { serve, testServer, virtualBench } from '../support/virtual-bench.ts';
import { appImage } from '../support/virtual-fake.ts';

const IMAGE = appImage({ version: '2.0.0', sizeBytes: 0x10000 });

/** Lines of the program and of its component, from the URL on, without times. */
async function push(
  answer: RequestListener,
  until: string,
  options: Partial<VirtualBoardOptions>,
): Promise<readonly string[]> {
  const { url } = await testServer(answer);
  const bench = await virtualBench(options);
  await bench.line('main_task: Returned');
  const before = bench.lines().length;
  await bench.send(url('ota_1.bin'));
  await bench.line(until);
  return bench
    .lines()
    .slice(before - 1, -1)
    .map((line) => line.replace(/ \(\d+\)/, ''))
    .filter((line) => !/esp_image: segment|wifi:/.test(line));
}

test('the simple example updates without a look at versions', async () => {
  const lines = await push(serve(IMAGE), 'OTA Succeed, Rebooting...', { program: 'simple' });
  expect(lines).toEqual([
    expect.stringMatching(/^I simple_ota_example: Attempting to download update from https:/),
    'I esp_https_ota: Starting OTA...',
    'I esp_https_ota: Writing to partition subtype 16 at offset 0x110000',
    'I simple_ota_example: OTA Succeed, Rebooting...',
  ]);
});

test('the simple example prints two digests with two spaces', async () => {
  const bench = await virtualBench({ program: 'simple' });
  await bench.line('Starting OTA example task');
  const digests = bench.lines().filter((line) => line.includes('SHA-256'));
  expect(digests.map((line) => line.replace(/^.*example: |[0-9a-f]{64}$/g, ''))).toEqual([
    'SHA-256 for bootloader:  ',
    'SHA-256 for current firmware:  ',
  ]);
});

test.each([
  [404, 'File not found(404)'],
  [410, 'Client error (410)'],
  [503, 'Server error (503)'],
])('status %i is refused by the component', async (status, text) => {
  const lines = await push(serve(Buffer.from('no'), status), 'Firmware upgrade failed', {
    program: 'simple',
  });
  expect(lines.slice(1)).toEqual([
    `E esp_https_ota: ${text}`,
    'E esp_https_ota: Failed to establish HTTP connection',
    'E simple_ota_example: Firmware upgrade failed',
  ]);
});

test('the advanced example tells each step', async () => {
  const lines = await push(serve(IMAGE), 'upgrade successful. Rebooting', {
    program: 'advanced',
    idf: '5.4',
  });
  expect(lines).toEqual([
    'I advanced_https_ota_example: OTA started',
    'I advanced_https_ota_example: Connected to server',
    'I esp_https_ota: Starting OTA...',
    'I esp_https_ota: Writing to <ota_0> partition at offset 0x110000',
    'I advanced_https_ota_example: Reading Image Description',
    'I advanced_https_ota_example: Running firmware version: 1.0.0',
    'I advanced_https_ota_example: Verifying chip id of new image: 0',
    'I advanced_https_ota_example: Boot partition updated. Next Partition: 16',
    'I advanced_https_ota_example: OTA finish',
    'I advanced_https_ota_example: ESP_HTTPS_OTA upgrade successful. Rebooting ...',
  ]);
});

test('the advanced example confirms itself once Wi-Fi stands', async () => {
  const { url } = await testServer(serve(IMAGE));
  const bench = await virtualBench({ program: 'advanced' });
  await bench.line('Starting Advanced OTA example');
  await bench.send(url('ota_1.bin'));
  await bench.line('Loaded app from partition at offset 0x110000');
  await bench.line('App is valid, rollback cancelled successfully');
  expect(bench.board.otadata?.[0].state).toBe(2);
});

const TAIL = [
  'I advanced_https_ota_example: OTA abort',
  'E advanced_https_ota_example: ESP_HTTPS_OTA upgrade failed',
];

test.each([
  [
    'the same version',
    serve(appImage({ version: '1.0.0' })),
    [
      'W advanced_https_ota_example: Current running version is the same as a new. We will not continue the update.',
      'E advanced_https_ota_example: image header verification failed',
    ],
  ],
  [
    'a truncated header',
    serve(IMAGE.subarray(0, 180)),
    [
      'E esp_https_ota: Complete headers were not received',
      'E advanced_https_ota_example: esp_https_ota_get_img_desc failed',
    ],
  ],
  [
    'random bytes',
    serve(Buffer.alloc(32_000, 0x5a)),
    [
      'E esp_https_ota: Incorrect app descriptor magic',
      'E advanced_https_ota_example: esp_https_ota_get_img_desc failed',
    ],
  ],
])('the advanced example gives up on %s', async (_name, answer, expected) => {
  const lines = await push(answer, 'ESP_HTTPS_OTA upgrade failed', { program: 'advanced' });
  expect(lines.slice(-4)).toEqual([...expected, ...TAIL]);
});

test('a truncated image fails the validation at the end', async () => {
  const lines = await push(serve(IMAGE.subarray(0, 20_000)), 'ESP_HTTPS_OTA upgrade failed', {
    program: 'advanced',
  });
  expect(lines.slice(-4)).toEqual([
    'E esp_image: invalid segment length 0xffffffff',
    'I advanced_https_ota_example: OTA finish',
    'E advanced_https_ota_example: Image validation failed, image is corrupted',
    'E advanced_https_ota_example: ESP_HTTPS_OTA upgrade failed 0x1503',
  ]);
});

test('redirects are followed', async () => {
  const answer: RequestListener = (request, response) => {
    if (request.url === '/elsewhere.bin') serve(IMAGE)(request, response);
    else response.writeHead(302, { Location: '/elsewhere.bin', 'Content-Length': 0 }).end();
  };
  await push(answer, 'upgrade successful. Rebooting', { program: 'advanced' });
});

test('in parts, the length is asked first and the last part is left open', async () => {
  const asked: string[] = [];
  const answer: RequestListener = (request, response) => {
    const range = request.headers.range;
    asked.push(`${request.method} ${range ?? '-'}`);
    const [from, to] = /bytes=(\d+)-(\d*)/.exec(range ?? '')?.slice(1) ?? ['0', ''];
    const part = IMAGE.subarray(Number(from), to === '' ? undefined : Number(to) + 1);
    response.writeHead(range === undefined ? 200 : 206, { 'Content-Length': part.length }).end(part);
  };
  await push(answer, 'upgrade successful. Rebooting', { program: 'advanced', partialDownloadBytes: 0x6000 });
  expect(asked).toEqual(['HEAD -', 'GET bytes=0-24575', 'GET bytes=24576-49151', 'GET bytes=49152-']);
});
