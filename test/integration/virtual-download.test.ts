import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import type { VirtualBoard } from '../../electron/virtual/virtual-board.ts';
import type { VirtualBench } from '../support/virtual-bench.ts';
import { serve, testServer, untilReady, virtualBench } from '../support/virtual-bench.ts';
import { appImage, flashSlot } from '../support/virtual-fake.ts';

const IMAGE = appImage({ version: '2.0.0', sizeBytes: 0x10000 });
const FATAL = 'E native_ota_example: Exiting task due to fatal error...';
const WRITING = 'I native_ota_example: Writing to partition subtype 16 at offset 0x110000';

interface Push {
  readonly bench: VirtualBench;
  /** From the URL on, without times, the progress lines and the segments left out. */
  readonly lines: readonly string[];
}

async function push(
  answer: RequestListener,
  until: string,
  options: Partial<VirtualBoardOptions> = {},
  prepare: (board: VirtualBoard) => void = () => {},
): Promise<Push> {
  const { url, server } = await testServer(answer);
  server.on('connection', (socket: Socket) => rawSockets.set(socket.remotePort ?? 0, socket));
  const bench = await virtualBench({ skipVersionCheck: false, ...options }, prepare);
  await untilReady(bench);
  const before = bench.lines().length;
  await bench.send(url('ota_1.bin'));
  await bench.line(until);
  return { bench, lines: essential(bench.lines().slice(before - 1, -1)) };
}

function essential(lines: readonly string[]): readonly string[] {
  return lines
    .map((line) => line.replace(/ \(\d+\)/, ''))
    .filter((line) => !/main_task|Written image length|esp_image: segment|wifi:/.test(line));
}

const HEAD_LINES = [
  WRITING,
  'I native_ota_example: New firmware version: 2.0.0',
  'I native_ota_example: Running firmware version: 1.0.0',
  'I native_ota_example: esp_ota_begin succeeded',
];

/** Sends so many bytes of the image, then breaks the connection. */
function closedAfter(length: number, reset: boolean): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { 'Content-Length': IMAGE.length });
    response.write(IMAGE.subarray(0, length), () => {
      // The bytes must be read before the connection breaks: a reset would overtake them.
      setTimeout(() => (reset ? resetConnection(request) : response.socket?.destroy()), 100);
    });
  };
}

const rawSockets = new Map<number, Socket>();

/** A TLS socket cannot send RST by itself: the one below it does. */
function resetConnection({ socket }: IncomingMessage): void {
  rawSockets.get(socket.remotePort ?? 0)?.resetAndDestroy();
}

test('a sound image prints its segments twice and ends with the restart', async () => {
  const { bench, lines } = await push(serve(IMAGE), 'Prepare to restart system!');
  expect(lines).toEqual([
    ...HEAD_LINES,
    'I native_ota_example: Connection closed',
    `I native_ota_example: Total Write binary data length: ${IMAGE.length}`,
    'I native_ota_example: Prepare to restart system!',
  ]);
  const segments = bench.lines().filter((line) => line.includes('paddr=00110020'));
  expect(segments).toHaveLength(2);
  const written = bench.lines().filter((line) => line.includes('Written image length'));
  expect(written).toHaveLength(IMAGE.length / 1024);
  expect(written.at(-1)).toContain(`Written image length ${IMAGE.length}`);
});

test('a page with status 404 becomes a firmware, as the program ignores the status', async () => {
  const page = Buffer.from(`<!DOCTYPE html><html>${'Cannot GET /firmware/ota_1.bin '.repeat(20)}</html>`);
  const { bench, lines } = await push(serve(page, 404), FATAL.slice(2));
  expect(lines).toEqual([
    WRITING,
    `I native_ota_example: New firmware version: ${page.toString().slice(48, 32 + 256)}`,
    'I native_ota_example: Running firmware version: 1.0.0',
    'I native_ota_example: esp_ota_begin succeeded',
    'E esp_ota_ops: OTA image has invalid magic byte (expected 0xE9, saw 0x3c)',
    FATAL,
  ]);
  expect(bench.board.runningPartition).toBe('factory');
});

test('a short page is no package', async () => {
  const { lines } = await push(serve(Buffer.from('Not found'), 404), FATAL.slice(2));
  expect(lines).toEqual([WRITING, 'E native_ota_example: received package is not fit len 9 , 288', FATAL]);
});

test('exactly 288 bytes are still too few', async () => {
  const { lines } = await push(serve(IMAGE.subarray(0, 288)), FATAL.slice(2));
  expect(lines[1]).toBe('E native_ota_example: received package is not fit len 288 , 288');
});

test('an empty body ends in esp_ota_end without an update', async () => {
  const { lines } = await push(serve(Buffer.alloc(0), 302), FATAL.slice(2));
  expect(lines).toEqual([
    WRITING,
    'I native_ota_example: Connection closed',
    'I native_ota_example: Total Write binary data length: 0',
    'E native_ota_example: esp_ota_end failed (ESP_ERR_NOT_FOUND)!',
    FATAL,
  ]);
});

test('a server that sends no headers is given up after the timeout', async () => {
  const { lines } = await push(() => {}, FATAL.slice(2), { recvTimeoutMs: 300 });
  expect(lines).toEqual([
    'W HTTP_CLIENT: Connection timed out before data was ready!',
    WRITING,
    'I native_ota_example: Connection closed',
    'I native_ota_example: Total Write binary data length: 0',
    'E native_ota_example: esp_ota_end failed (ESP_ERR_NOT_FOUND)!',
    FATAL,
  ]);
});

test('a truncated file over a blank slot reads on into erased flash', async () => {
  const { lines } = await push(serve(IMAGE.subarray(0, 20_000)), FATAL.slice(2));
  expect(lines.slice(-3)).toEqual([
    'E esp_image: invalid segment length 0xffffffff',
    'E native_ota_example: Image validation failed, image is corrupted',
    FATAL,
  ]);
});

test('a flipped bit in a segment fails the checksum with both values', async () => {
  const flipped = Uint8Array.from(IMAGE);
  flipped[0x3000] = (flipped[0x3000] as number) ^ 0x10;
  const stored = IMAGE[IMAGE.length - 33] as number;
  const { bench, lines } = await push(serve(flipped), FATAL.slice(2));
  const [computed, read] = [stored ^ 0x10, stored].map((sum) => sum.toString(16));
  expect(lines.slice(-3)).toEqual([
    `E esp_image: Checksum failed. Calculated 0x${computed} read 0x${read}`,
    'E native_ota_example: Image validation failed, image is corrupted',
    FATAL,
  ]);
  expect(bench.board.otadata?.map(({ sequence }) => sequence)).toEqual([0xffffffff, 0xffffffff]);
});

test('a flipped bit in the digest fails the hash', async () => {
  const flipped = Uint8Array.from(IMAGE);
  flipped[IMAGE.length - 1] = (flipped[IMAGE.length - 1] as number) ^ 1;
  const { lines } = await push(serve(flipped), FATAL.slice(2), { idf: '5.5' });
  expect(lines.slice(-4)).toEqual([
    'E esp_image: Image hash failed - image is corrupt',
    'E esp_ota_ops: New image failed verification',
    'E native_ota_example: Image validation failed, image is corrupted',
    FATAL,
  ]);
});

test('an image for another chip is refused only at the end', async () => {
  const { lines } = await push(serve(appImage({ version: '2.0.0', chipId: 9 })), FATAL.slice(2));
  expect(lines.slice(-3)).toEqual([
    'E boot_comm: mismatch chip ID, expected 0, found 9',
    'E native_ota_example: Image validation failed, image is corrupted',
    FATAL,
  ]);
});

test('an image larger than the slot ends without a reason, after what fits was written', async () => {
  const { bench, lines } = await push(
    serve(appImage({ version: '2.0.0', sizeBytes: 0x108000 })),
    FATAL.slice(2),
    { writtenLines: false },
  );
  expect(lines).toEqual([...HEAD_LINES, FATAL]);
  expect(bench.board.flash.read(0x210000 - 16, 16).every((byte) => byte === 0xff)).toBe(false);
  expect(bench.board.flash.read(0x210000, 16).every((byte) => byte === 0xff)).toBe(true);
});

test('a FIN in the middle is a read error', async () => {
  const { lines } = await push(closedAfter(20_480, false), FATAL.slice(2));
  expect(lines).toEqual([
    ...HEAD_LINES,
    'W HTTP_CLIENT: esp_transport_read returned:-1 and errno:128 ',
    'E native_ota_example: Error: SSL data read error -1',
    FATAL,
  ]);
});

test('a RST in the middle is a read error with its lines', async () => {
  const { lines } = await push(closedAfter(20_480, true), FATAL.slice(2));
  expect(lines).toEqual([
    ...HEAD_LINES,
    'E esp-tls-mbedtls: read error :-0x0050:',
    'E transport_base: esp_tls_conn_read error, errno=Connection reset by peer',
    'W HTTP_CLIENT: esp_transport_read returned:-80 and errno:104 ',
    'E HTTP_CLIENT: transport_read: error - -1 | ESP_FAIL',
    'E native_ota_example: Error: SSL data read error -1',
    FATAL,
  ]);
});

test('a stall in the middle is given up after the timeout', async () => {
  const stall: RequestListener = (_request, response) => {
    response.writeHead(200, { 'Content-Length': IMAGE.length });
    response.write(IMAGE.subarray(0, 20_480));
  };
  const { lines } = await push(stall, FATAL.slice(2), { recvTimeoutMs: 300 });
  expect(lines).toEqual([...HEAD_LINES, 'E native_ota_example: Error: SSL data read error -28679', FATAL]);
});

test('an old HTTP client leaves the loop by errno and misses the rest', async () => {
  const { lines } = await push(closedAfter(20_480, false), FATAL.slice(2), { readErrors: 'errno' });
  expect(lines).toEqual([
    ...HEAD_LINES,
    'W HTTP_CLIENT: esp_transport_read returned:-1 and errno:128 ',
    'E native_ota_example: Connection closed, errno = 128',
    'I native_ota_example: Total Write binary data length: 20480',
    'E native_ota_example: Error in receiving complete file',
    FATAL,
  ]);
});

test('a body in chunks is put together', async () => {
  const chunked: RequestListener = (_request, response) => {
    response.writeHead(200);
    for (let at = 0; at < IMAGE.length; at += 3_000) response.write(IMAGE.subarray(at, at + 3_000));
    response.end();
  };
  const { bench, lines } = await push(chunked, 'Prepare to restart system!');
  expect(lines).toContain(`I native_ota_example: Total Write binary data length: ${IMAGE.length}`);
  expect(bench.board.flash.read(0x110000, IMAGE.length)).toEqual(Uint8Array.from(IMAGE));
});

test.each([
  { how: 'a close_notify', raw: false, line: 'I native_ota_example: Connection closed' },
  { how: 'a bare FIN', raw: true, line: 'E native_ota_example: Connection closed, errno = 128' },
])('a body without a length is complete after $how', async ({ raw, line }) => {
  const untilEnd: RequestListener = ({ socket }) => {
    const all = Buffer.concat([Buffer.from('HTTP/1.0 200 ok\r\n\r\n'), IMAGE]);
    if (raw) socket.write(all, () => rawSockets.get(socket.remotePort ?? 0)?.end());
    else socket.end(all);
  };
  const { lines } = await push(untilEnd, 'Prepare to restart system!');
  expect(lines.slice(HEAD_LINES.length)).toEqual([
    line,
    `I native_ota_example: Total Write binary data length: ${IMAGE.length}`,
    'I native_ota_example: Prepare to restart system!',
  ]);
});

test('the same version is refused, and the board waits for its reset button', async () => {
  const { bench, lines } = await push(
    serve(appImage({ version: '1.0.0' })),
    'Waiting for a new firmware ... 2',
  );
  expect(lines).toEqual([
    WRITING,
    'I native_ota_example: New firmware version: 1.0.0',
    'I native_ota_example: Running firmware version: 1.0.0',
    'W native_ota_example: Current running version is the same as a new. We will not continue the update.',
    'I native_ota_example: When a new firmware is available on the server, press the reset button to download it',
    'I native_ota_example: Waiting for a new firmware ... 1',
    'I native_ota_example: Waiting for a new firmware ... 2',
  ]);
  bench.board.pressReset();
  await bench.line('rst:0x1 (POWERON_RESET)');
  await untilReady(bench);
});

test('the stale rest of a longer image can still make a cut one valid', async () => {
  const prepare = (board: VirtualBoard): void => flashSlot(board, 'ota_0', IMAGE);
  const { bench } = await push(serve(IMAGE.subarray(0, 0x4000)), 'Prepare to restart system!', {}, prepare);
  expect(bench.board.flash.read(0x110000, IMAGE.length)).toEqual(Uint8Array.from(IMAGE));
});

test('worn sectors of otadata fail the last step', async () => {
  const { lines } = await push(serve(IMAGE), FATAL.slice(2), { worn: 'otadata' });
  expect(lines.slice(-2)).toEqual([
    'E native_ota_example: esp_ota_set_boot_partition failed (ESP_ERR_FLASH_OP_FAIL)!',
    FATAL,
  ]);
});

test('an URL that is none ends before any connection', async () => {
  const bench = await virtualBench();
  await untilReady(bench);
  const before = bench.lines().length;
  await bench.send('ota_1.bin');
  await bench.line('Exiting task due to fatal error...');
  expect(essential(bench.lines().slice(before - 1, -1))).toEqual([
    'E HTTP_CLIENT: Error parse url ota_1.bin',
    'E HTTP_CLIENT: Failed to set URL',
    'E native_ota_example: Failed to initialise HTTP connection',
    FATAL,
  ]);
});

test('a firmware with its own URL asks nobody', async () => {
  const { url } = await testServer(serve(IMAGE));
  const bench = await virtualBench({ firmwareUrl: url('ota_1.bin') });
  await bench.line('Prepare to restart system!');
});
