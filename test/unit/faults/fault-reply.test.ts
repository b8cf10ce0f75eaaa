import { expect, test } from 'vitest';

import { RequestReader } from '../../../electron/core/faults/asked-request.ts';
import type { FaultReply } from '../../../electron/core/faults/fault-reply.ts';
import { faultReply } from '../../../electron/core/faults/fault-reply.ts';
import type { FaultName } from '../../../shared/faults/fault.ts';
import { paramsFor } from '../../../shared/faults/fault-body.ts';

const BODY = Uint8Array.from({ length: 40_000 }, (_, index) => index % 251);
const GET = { method: 'GET', target: '/firmware/app.bin', range: null };

const reply = (
  name: FaultName,
  asked: Partial<typeof GET> | { range: { start: number; end: number | null } } = {},
) =>
  faultReply(
    { name, params: paramsFor(name, { atBytes: 10_000 }, BODY.length), body: BODY, path: GET.target },
    { ...GET, ...asked },
  );
const head = ({ steps }: FaultReply): string =>
  steps[0]?.kind === 'bytes' ? Buffer.from(steps[0].bytes).toString() : '';
const sent = ({ steps }: FaultReply): Buffer =>
  Buffer.concat(steps.slice(1).flatMap((step) => (step.kind === 'bytes' ? [step.bytes] : [])));
const kinds = ({ steps }: FaultReply): string[] => steps.map(({ kind }) => kind);

test('an image without a fault of its framing comes whole and with its length', () => {
  const whole = reply('flipped-bit');
  expect(head(whole)).toContain('Content-Length: 40000\r\n');
  expect(sent(whole)).toEqual(Buffer.from(BODY));
});

test('a range is answered with its part, as a board in parts asks for it', () => {
  const part = reply('slow', { range: { start: 30_000, end: 99_999 } });
  expect([part.status, part.totalBytes]).toEqual([206, 10_000]);
  expect(head(part)).toContain('Content-Range: bytes 30000-39999/40000');
  expect(sent(part)).toEqual(Buffer.from(BODY.subarray(30_000)));
  expect(reply('slow', { range: { start: 40_000, end: null } }).status).toBe(416);
});

test('HEAD tells what GET would send, and sends none of it', () => {
  const asked = reply('stall', { method: 'HEAD' });
  expect(head(asked)).toContain('Content-Length: 40000');
  expect(asked.steps).toHaveLength(1);
});

test('a stall and a reset strike at their byte, counted from the start of the image', () => {
  const stall = reply('stall');
  const at = stall.steps.findIndex(({ kind }) => kind === 'wait');
  expect(sent({ ...stall, steps: stall.steps.slice(0, at) })).toHaveLength(10_000);
  expect(sent(stall)).toEqual(Buffer.from(BODY));
  const reset = reply('reset');
  expect(kinds(reset).at(-1)).toBe('reset');
  expect(sent(reset)).toHaveLength(10_000);
  expect(sent(reply('reset', { range: { start: 8_000, end: 16_000 } }))).toHaveLength(2_000);
  expect(kinds(reply('reset', { range: { start: 16_000, end: 20_000 } }))).not.toContain('reset');
});

test('chunks are whole, in hexadecimal, and ended', () => {
  const chunked = reply('chunked');
  expect(head(chunked)).toContain('Transfer-Encoding: chunked');
  expect(head(chunked)).not.toContain('Content-Length');
  let text = sent(chunked).toString('latin1');
  let body = '';
  for (;;) {
    const [size = '', rest = ''] = text.split(/\r\n(.*)/s);
    const length = Number.parseInt(size, 16);
    if (length === 0) break;
    body += rest.slice(0, length);
    text = rest.slice(length + 2);
  }
  expect(body).toBe(Buffer.from(BODY).toString('latin1'));
});

test('without a length the end of the connection ends the body', () => {
  const open = reply('no-length');
  expect(head(open)).not.toMatch(/Content-Length|Transfer-Encoding/);
  expect(kinds(open).at(-1)).toBe('end');
});

test.each([
  ['short-length', 10_000],
  ['long-length', 44_096],
] as const)('%s promises %i bytes and sends the image', (name, promised) => {
  const lying = reply(name);
  expect(head(lying)).toContain(`Content-Length: ${promised}\r\n`);
  expect([lying.totalBytes, sent(lying).length]).toEqual([promised, 40_000]);
});

test('a slow reply takes as long as its rate says', () => {
  const waits = reply('slow').steps.reduce((sum, step) => sum + (step.kind === 'wait' ? step.ms : 0), 0);
  expect(waits / 1_000).toBeCloseTo(BODY.length / 50_000, 0);
});

test('jitter is the same each time and loses nothing', () => {
  expect(reply('jitter').steps).toEqual(reply('jitter').steps);
  expect(sent(reply('jitter'))).toEqual(Buffer.from(BODY));
});

test('a status comes with a page that is longer than an image header', () => {
  const missing = reply('status-404');
  expect([missing.status, sent(missing).length > 289]).toEqual([404, true]);
});

test('a good redirect leads to the image, a bad one to a 404, and a loop to itself', () => {
  const location = (name: FaultName): string => /Location: (\S+)/.exec(head(reply(name)))?.[1] ?? '';
  expect(reply('redirect-308').status).toBe(308);
  expect(reply('redirect-308', { target: location('redirect-308') }).status).toBe(200);
  expect(reply('redirect-302-bad', { target: location('redirect-302-bad') }).status).toBe(404);
  expect(location('redirect-loop')).toBe(GET.target);
});

test('no other path is served', () => {
  expect(reply('slow', { target: '/etc/passwd' }).status).toBe(404);
});

test('requests are read from pieces of any size, and what is none is refused', () => {
  const reader = new RequestReader();
  const text = 'GET /a HTTP/1.1\r\nHost: x\r\nRange: bytes=5-9\r\n\r\nHEAD /b HTTP/1.1\r\n\r\n';
  const found = [...text].flatMap((letter): readonly unknown[] => reader.push(Buffer.from(letter)) ?? [null]);
  expect(found).toEqual([
    { method: 'GET', target: '/a', range: { start: 5, end: 10 } },
    { method: 'HEAD', target: '/b', range: null },
  ]);
  expect(new RequestReader().push(Buffer.from('\x16\x03\x01 no request\r\n\r\n'))).toBeNull();
  expect(new RequestReader().push(Buffer.alloc(9_000, 0x41))).toBeNull();
});
