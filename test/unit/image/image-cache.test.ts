import { expect, test } from 'vitest';

import { ImageCache } from '../../../electron/core/image/image-cache.ts';

/** Images `a`, `b`, … of 100 bytes each, all of one letter, and what was read of them. */
function cacheOf(capBytes: number) {
  const loads: string[] = [];
  const parts: string[] = [];
  const cache = new ImageCache({
    capBytes,
    load: async (imageId) => {
      loads.push(imageId);
      return Buffer.alloc(100, imageId);
    },
    readPart: async (imageId, start, end) => {
      parts.push(`${imageId} ${start}-${end}`);
      return Buffer.alloc(end - start, imageId);
    },
  });
  return { cache, loads, parts };
}

test('an image is in memory once, however often it is served, and its pieces are no copies', async () => {
  const { cache, parts } = cacheOf(1_000);
  const [first, second] = [await cache.open('a'), await cache.open('a')];
  const pieces = [first.subarray(0, 10), second.part(5, 90).subarray(0, 10)];
  const buffers = pieces.map((each) => (each instanceof Uint8Array ? each.buffer : null));
  expect(buffers[0]).toBe(buffers[1]);
  expect(cache.bytes).toBe(100);
  expect(parts).toEqual([]);
});

test('many who ask at a time cause one read', async () => {
  const { cache, loads } = cacheOf(1_000);
  await Promise.all(Array.from({ length: 60 }, () => cache.open('a')));
  expect(loads).toEqual(['a']);
});

test('the cap holds: what was read longest ago is read from its file from then on', async () => {
  const { cache, parts } = cacheOf(250);
  const a = await cache.open('a');
  const b = await cache.open('b');
  expect(a.subarray(0, 1)).toBeInstanceOf(Uint8Array);
  const c = await cache.open('c');
  expect(cache.bytes).toBe(200);
  for (const each of [a, c]) expect(each.subarray(0, 1)).toBeInstanceOf(Uint8Array);
  expect(await b.part(20, 60).subarray(10, 30)).toEqual(Buffer.alloc(20, 'b'));
  expect(parts).toEqual(['b 30-50']);
});

test('an image larger than the cap is never kept', async () => {
  const { cache, parts } = cacheOf(99);
  const a = await cache.open('a');
  expect([a.length, cache.bytes]).toEqual([100, 0]);
  await a.subarray(90, 100);
  expect(parts).toEqual(['a 90-100']);
});

test('a piece never reaches beyond its part', async () => {
  const { cache } = cacheOf(1_000);
  const part = (await cache.open('a')).part(10, 20);
  expect([part.length, (await part.subarray(5, 50)).length]).toEqual([10, 5]);
});

test('an image that could not be loaded is asked for anew', async () => {
  let broken = true;
  const cache = new ImageCache({
    capBytes: 100,
    load: async () => {
      if (broken) throw new Error('gone');
      return Buffer.alloc(10);
    },
    readPart: async () => Buffer.alloc(0),
  });
  await expect(cache.open('a')).rejects.toThrow('gone');
  broken = false;
  expect((await cache.open('a')).length).toBe(10);
});
