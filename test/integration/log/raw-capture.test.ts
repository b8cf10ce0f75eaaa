import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { CaptureFiles } from '../../../electron/core/log/capture-files.ts';
import { captureFiles } from '../../../electron/core/log/capture-files.ts';
import type { CaptureLimits } from '../../../electron/core/log/capture-limits.ts';
import { CAPTURE_LIMITS } from '../../../electron/core/log/capture-limits.ts';
import { RawCapture } from '../../../electron/core/log/raw-capture.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';

const KIB = 1024;
let folder: string;
let clock: FakeClock;

beforeEach(() => {
  folder = path.join(tempDir(), 'logs', 'board');
  clock = new FakeClock(Date.UTC(2026, 10, 22, 12, 0, 0));
});

function capture(more: { files?: CaptureFiles; limits?: Partial<CaptureLimits> } = {}) {
  const errors: (ErrorPayload | null)[] = [];
  const under = new RawCapture({
    folder,
    clock,
    files: more.files ?? captureFiles,
    limits: { ...CAPTURE_LIMITS, ...more.limits },
    onDiskError: (error) => errors.push(error),
  });
  return { under, errors, push: (text: string) => under.push(Buffer.from(text), clock.nowMs()) };
}

function segments(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.raw'))
    .sort();
}

function onDisk(): string {
  return segments()
    .map((name) => readFileSync(path.join(folder, name), 'latin1'))
    .join('');
}

function ndjson(name: string): Record<string, unknown>[] {
  const lines = readFileSync(path.join(folder, 'meta', name), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Lets the write-behind pass and the disk finish. */
async function written(under: RawCapture): Promise<void> {
  await clock.advanceAsync(200);
  await under.idle();
}

function bytes(length: number, seed = 0): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31 + seed * 7 + (index >> 8)) % 256));
}

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: refused, write`), { code });
}

describe('what is kept', () => {
  test('every byte, in a segment named for its first one', async () => {
    const { under } = capture();
    const all = Buffer.concat([bytes(700, 1), bytes(1, 2), bytes(70_000, 3)]);
    under.push(all.subarray(0, 700), clock.nowMs());
    under.push(all.subarray(700, 701), clock.nowMs());
    under.push(all.subarray(701), clock.nowMs());
    await under.close();
    expect(segments()).toEqual(['20261122T120000Z-0001.raw']);
    expect(readFileSync(path.join(folder, '20261122T120000Z-0001.raw')).equals(all)).toBe(true);
  });

  test('within 200 ms, without being asked', async () => {
    const { under, push } = capture();
    push('I (1) boot: here\r\n');
    await written(under);
    expect(onDisk()).toBe('I (1) boot: here\r\n');
    await under.close();
  });

  test('nothing before the first byte: a port that says nothing leaves no segment', async () => {
    const { under } = capture();
    under.mark('open', { baudRate: 115_200 });
    await under.close();
    expect(segments()).toEqual([]);
    expect(ndjson('marks.ndjson')).toMatchObject([{ kind: 'open', offset: 0, baudRate: 115_200 }]);
  });

  test('one segment for each opening, one after the other', async () => {
    const { under, push } = capture();
    push('first');
    under.mark('close', {});
    under.endSegment();
    clock.advance(5_000);
    push('second');
    under.endSegment();
    push('third');
    await under.close();
    expect(segments()).toEqual([
      '20261122T120000Z-0001.raw',
      '20261122T120005Z-0002.raw',
      '20261122T120005Z-0003.raw',
    ]);
    expect(ndjson('segments.ndjson')).toEqual([
      { segment: '20261122T120000Z-0001.raw', offset: 0 },
      { segment: '20261122T120005Z-0002.raw', offset: 5 },
      { segment: '20261122T120005Z-0003.raw', offset: 11 },
    ]);
    expect(ndjson('marks.ndjson')).toMatchObject([{ kind: 'close', offset: 5 }]);
  });

  test('a port that closed holds no file open', async () => {
    let opened = 0;
    const files: CaptureFiles = {
      ...captureFiles,
      create: async (file) => {
        const segment = await captureFiles.create(file);
        opened += 1;
        const close = (): Promise<void> => {
          opened -= 1;
          return segment.close();
        };
        return { ...segment, close };
      },
    };
    const { under, push } = capture({ files });
    push('text');
    await written(under);
    expect(opened).toBe(1);
    under.endSegment();
    await written(under);
    expect(opened).toBe(0);
    await under.close();
  });

  test('a full segment is followed by another', async () => {
    const { under } = capture({ limits: { maxSegmentBytes: 64 * KIB } });
    const all = bytes(300 * KIB);
    for (let from = 0; from < all.length; from += 16 * KIB) {
      under.push(all.subarray(from, from + 16 * KIB), clock.nowMs());
      await written(under);
    }
    await under.close();
    expect(segments().length).toBeGreaterThan(3);
    expect(onDisk()).toBe(all.toString('latin1'));
  });

  test('a program that starts again goes on: numbers, offsets and order', async () => {
    const before = capture();
    before.push('before');
    await before.under.close();
    clock.setWall(Date.UTC(2026, 10, 22, 11, 0, 0));
    const after = capture();
    expect(after.under.offset).toBe(6);
    after.push('after');
    await after.under.close();
    expect(onDisk()).toBe('beforeafter');
    expect(segments()).toEqual(['20261122T120000Z-0001.raw', '20261122T120000Z-0002.raw']);
  });

  test('the oldest segments go when there are too many bytes, never the one being written', async () => {
    const retention = { maxBytes: 100, maxAgeMs: Number.MAX_SAFE_INTEGER };
    const { under, push } = capture({ limits: { retention } });
    for (let count = 0; count < 6; count += 1) {
      push(String(count).repeat(60));
      under.endSegment();
      await written(under);
    }
    await under.close();
    expect(onDisk()).toBe('4'.repeat(60) + '5'.repeat(60));
    expect(capture().under.offset).toBe(360);
  });

  test('nothing is taken after close', async () => {
    const { under, push } = capture();
    push('kept');
    await under.close();
    push('late');
    await under.close();
    await written(under);
    expect(onDisk()).toBe('kept');
  });
});

describe('a disk in trouble', () => {
  test('the log folder is deleted in mid-run: what comes then is kept in a new one', async () => {
    const { under, push, errors } = capture();
    push('one');
    await written(under);
    rmSync(path.dirname(folder), { recursive: true });
    push('two');
    await written(under);
    push('three');
    await under.close();
    expect(onDisk()).toBe('twothree');
    expect(segments()).toEqual(['20261122T120000Z-0002.raw']);
    expect(ndjson('segments.ndjson')).toEqual([{ segment: '20261122T120000Z-0002.raw', offset: 3 }]);
    expect(errors).toEqual([]);
  });

  test('the folder cannot be made again: memory keeps, the page is told, and writing goes on by itself', async () => {
    const { under, push, errors } = capture();
    push('one');
    await written(under);
    rmSync(path.dirname(folder), { recursive: true });
    writeFileSync(path.dirname(folder), 'a file stands where the folder was');
    push('two');
    await written(under);
    expect(under.diskError).toMatchObject({
      code: 'log/not-writable',
      params: { dir: folder, keptBytes: 3, lostBytes: 0 },
    });
    expect(errors.at(-1)).toEqual(under.diskError);
    push('three');
    rmSync(path.dirname(folder));
    await clock.advanceAsync(1_000);
    await written(under);
    expect(onDisk()).toBe('twothree');
    expect(under.diskError).toBeNull();
    expect(errors.at(-1)).toBeNull();
    await under.close();
  });

  test('a full disk: bytes wait, and are written when there is room again', async () => {
    let room = 10;
    const { under, push, errors } = capture({
      files: narrow(
        () => room,
        (used) => (room -= used),
      ),
    });
    push('0123456789abcdef');
    await written(under);
    expect(onDisk()).toBe('0123456789');
    expect(under.diskError).toEqual({
      code: 'log/disk-full',
      params: { dir: folder, keptBytes: 6, lostBytes: 0 },
    });
    push('ghij');
    room = 1_000;
    await clock.advanceAsync(1_000);
    await written(under);
    expect(onDisk()).toBe('0123456789abcdefghij');
    expect(errors.map((error) => error?.code ?? null)).toEqual(['log/disk-full', null]);
    await under.close();
    expect(segments()).toHaveLength(1);
  });

  test('a real full device is a full disk', async () => {
    const files: CaptureFiles = {
      ...captureFiles,
      create: async () => {
        const full = await open('/dev/full', 'a');
        return {
          write: async (run) => (await full.write(run)).bytesWritten,
          isLinked: async () => true,
          close: () => full.close(),
        };
      },
    };
    const { under, push } = capture({ files });
    push('text');
    await written(under);
    expect(under.diskError?.code).toBe('log/disk-full');
    await under.close();
  });

  test('beyond the bound the oldest bytes are lost, counted, and their place is told', async () => {
    let room = 4;
    const { under, push } = capture({
      files: narrow(
        () => room,
        (used) => (room -= used),
      ),
      limits: { maxMemoryBytes: 100 },
    });
    push('head');
    await written(under);
    for (let count = 0; count < 10; count += 1) {
      push(String(count).repeat(20));
      await written(under);
    }
    expect(under.lostBytes).toBe(100);
    expect(under.diskError?.params).toMatchObject({ keptBytes: 100, lostBytes: 100 });
    room = 1_000;
    await clock.advanceAsync(1_000);
    await written(under);
    await under.close();
    expect(onDisk()).toBe(
      `head${'5'.repeat(20)}${'6'.repeat(20)}${'7'.repeat(20)}${'8'.repeat(20)}${'9'.repeat(20)}`,
    );
    expect(segments()).toHaveLength(2);
    expect(ndjson('segments.ndjson').at(-1)).toEqual({ segment: segments()[1], offset: 104 });
    expect(ndjson('marks.ndjson')).toMatchObject([{ kind: 'lost', offset: 4, bytes: 100 }]);
    expect(capture().under.offset).toBe(204);
  });

  test('a folder that became read-only: the open segment is written on past its bound', async () => {
    let readOnly = false;
    const files: CaptureFiles = {
      ...captureFiles,
      create: (file) => (readOnly ? Promise.reject(failure('EROFS')) : captureFiles.create(file)),
    };
    const { under, errors } = capture({ files, limits: { maxSegmentBytes: KIB } });
    under.push(bytes(KIB), clock.nowMs());
    await written(under);
    readOnly = true;
    for (let count = 0; count < 4; count += 1) {
      under.push(bytes(KIB), clock.nowMs());
      await written(under);
    }
    expect(errors).toEqual([]);
    expect(onDisk().length).toBe(5 * KIB);
    readOnly = false;
    for (let count = 0; count < 2; count += 1) {
      under.push(bytes(KIB), clock.nowMs());
      await written(under);
    }
    await under.close();
    expect(segments().length).toBeGreaterThan(1);
    expect(onDisk()).toBe(bytes(KIB).toString('latin1').repeat(7));
  });

  test('a folder that was moved goes on being written', async () => {
    const { under, push } = capture();
    push('one');
    await written(under);
    renameSync(folder, `${folder}-moved`);
    push('two');
    await under.close();
    folder = `${folder}-moved`;
    expect(onDisk()).toBe('onetwo');
  });

  test('closing does not wait for a disk that hangs', async () => {
    const files: CaptureFiles = { ...captureFiles, create: () => new Promise(() => {}) };
    const { under, push } = capture({ files });
    push('text');
    let closed = false;
    void under.close().then(() => {
      closed = true;
    });
    await clock.advanceAsync(1_000);
    expect(closed).toBe(true);
  });

  test('a name that another program took is passed over', async () => {
    mkdirSync(folder, { recursive: true });
    const { under, push } = capture();
    writeFileSync(path.join(folder, '20261122T120000Z-0001.raw'), 'theirs');
    push('ours');
    await under.close();
    expect(readFileSync(path.join(folder, '20261122T120000Z-0001.raw'), 'utf8')).toBe('theirs');
    expect(readFileSync(path.join(folder, '20261122T120000Z-0002.raw'), 'utf8')).toBe('ours');
  });
});

/** A disk with so much room: a write takes what fits, and fails when nothing does. */
function narrow(room: () => number, take: (bytes: number) => void): CaptureFiles {
  return {
    ...captureFiles,
    create: async (file) => {
      const segment = await captureFiles.create(file);
      return {
        ...segment,
        write: async (run) => {
          const fits = Math.min(run.length, room());
          if (fits === 0) throw failure('ENOSPC');
          take(fits);
          return segment.write(run.subarray(0, fits));
        },
      };
    },
  };
}
