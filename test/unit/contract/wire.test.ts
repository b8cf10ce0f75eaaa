import { expect, test } from 'vitest';
import type { WireMessage } from '../../../shared/contract/wire.ts';
import { decodeFrame, encodeFrame } from '../../../shared/contract/wire.ts';

const request = (input: unknown): WireMessage => ({ kind: 'request', id: 7, name: 'image.add', input });

test('a message without bytes crosses as readable JSON', () => {
  const message = request({ text: '板 ✓', list: [1, null] });
  const frame = encodeFrame(message);
  expect(frame).toBe(JSON.stringify(message));
  expect(decodeFrame(frame)).toEqual(message);
});

test('bytes cross as they are, with names in any script beside them', () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256);
  const message = request({ fileName: '固件 😀.bin', bytes, more: [new Uint8Array([9]), new Uint8Array()] });
  const frame = encodeFrame(message) as Uint8Array;
  expect(frame).toBeInstanceOf(Uint8Array);
  expect(frame.length).toBeLessThan(bytes.length + 300);
  expect(decodeFrame(frame)).toEqual(message);
});

test('a frame that begins inside a larger buffer is read from its own start', () => {
  const frame = encodeFrame(request({ bytes: new Uint8Array([1, 2, 3]) })) as Uint8Array;
  const pool = new Uint8Array(frame.length + 20);
  pool.set(frame, 13);
  expect(decodeFrame(pool.subarray(13, 13 + frame.length))).toEqual(
    request({ bytes: new Uint8Array([1, 2, 3]) }),
  );
});

test('replies and pushes cross', () => {
  for (const message of [
    {
      kind: 'reply',
      id: 3,
      reply: { ok: false, error: { code: 'board/unknown', params: { deviceId: 'x' } } },
    },
    { kind: 'push', push: { kind: 'state', name: 'wifi', key: null, rev: 1, value: 'none' } },
  ] satisfies WireMessage[]) {
    expect(decodeFrame(encodeFrame(message))).toEqual(message);
  }
});

test('what cannot be a frame is null and never an exception', () => {
  const good = encodeFrame(request({ bytes: new Uint8Array([1, 2, 3]) })) as Uint8Array;
  const pointsOutside = good.slice(0, -1);
  const longHeader = good.slice();
  longHeader[0] = 255;
  const notAPlace = JSON.stringify({ kind: 'request', id: 1, name: 'x', input: { $bytes: 'all' } });
  const binary = new Uint8Array(4 + notAPlace.length);
  binary.set([0, 0, 0, notAPlace.length]);
  for (let i = 0; i < notAPlace.length; i++) binary[4 + i] = notAPlace.charCodeAt(i);
  for (const frame of [
    '',
    'null',
    '[]',
    '{"kind":"request","id":-1,"name":"x"}',
    '{"kind":"request","id":1}',
  ]) {
    expect(decodeFrame(frame)).toBeNull();
  }
  for (const frame of [new Uint8Array(), new Uint8Array(3), pointsOutside, longHeader, binary]) {
    expect(decodeFrame(frame)).toBeNull();
  }
});
