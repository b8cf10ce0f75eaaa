import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RawLine } from '../../../electron/core/log/line-reader.ts';
import { LineReader, MAX_LINE_BYTES } from '../../../electron/core/log/line-reader.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function reader() {
  const clock = new FakeClock();
  const lines: RawLine[] = [];
  return { clock, lines, reader: new LineReader({ clock, onLine: (line) => lines.push(line) }) };
}

function read(chunks: readonly Uint8Array[]): { lines: RawLine[]; pending: number } {
  const { lines, reader: under } = reader();
  for (const chunk of chunks) under.push(chunk);
  return { lines, pending: under.pendingBytes };
}

function texts(input: string): (string | null)[][] {
  return read([Buffer.from(input)]).lines.map(({ text, cut }) => [text, cut]);
}

/** Bytes in which line ends, long lines and broken characters are frequent. */
const someBytes = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.uint8Array({ maxLength: 40 }) },
      {
        weight: 4,
        arbitrary: fc.constantFrom('\n', '\r\n', '\r', '\r\r\n', 'I (1) wifi:ok\r\n', '日本').map(bytesOf),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom('a', '\r', '语', '\u0080'), fc.integer({ min: 4_080, max: 4_110 }))
          .map(([text, length]) => bytesOf(text.repeat(length)).subarray(0, length)),
      },
    ),
    { maxLength: 30 },
  )
  .map((parts) => Buffer.concat(parts));

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

function split(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), 0, bytes.length].sort((a, b) => a - b);
  return places.slice(1).map((place, index) => bytes.subarray(places[index], place));
}

test('any split of any bytes gives the same lines', () => {
  fc.assert(
    fc.property(someBytes, fc.array(fc.nat(), { maxLength: 20 }), (bytes, cuts) => {
      expect(read(split(bytes, cuts))).toEqual(read([bytes]));
    }),
  );
});

test('one byte at a time gives the same lines', () => {
  fc.assert(
    fc.property(someBytes, (bytes) => {
      expect(read(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(read([bytes]));
    }),
    { numRuns: 30 },
  );
});

test('lines lie end to end and add up to the bytes', () => {
  fc.assert(
    fc.property(someBytes, (bytes) => {
      const { lines, pending } = read([bytes]);
      let end = 0;
      for (const line of lines) {
        expect(line.offset).toBe(end);
        end += line.lengthBytes;
      }
      expect(end + pending).toBe(bytes.length);
    }),
  );
});

test('each line is the text of its own bytes', () => {
  fc.assert(
    fc.property(someBytes, (bytes) => {
      for (const { offset, lengthBytes, text } of read([bytes]).lines) {
        const own = Buffer.from(bytes)
          .subarray(offset, offset + lengthBytes)
          .toString('utf8');
        expect(own.replace(/\r*\n?$/, '')).toBe(text);
      }
    }),
  );
});

test('\\n, \\r\\n, \\r\\r\\n and a lone \\r each end one line', () => {
  expect(texts('a\nb\r\nc\rd\r\r\ne\n')).toEqual([
    ['a', null],
    ['b', null],
    ['c', null],
    ['d', null],
    ['e', null],
  ]);
});

test('empty lines are lines', () => {
  expect(texts('\r\n\n\r\n')).toEqual([
    ['', null],
    ['', null],
    ['', null],
  ]);
});

test('a lone \\r ends a line as soon as something else follows', () => {
  const { lines, reader: under } = reader();
  under.push(Buffer.from('10 %\r'));
  expect(lines).toEqual([]);
  under.push(Buffer.from('2'));
  expect(lines).toEqual([{ offset: 0, lengthBytes: 5, text: '10 %', cut: null }]);
});

test('a line of exactly the limit is whole', () => {
  const line = 'x'.repeat(MAX_LINE_BYTES);
  expect(texts(`${line}\r\nb\n`)).toEqual([
    [line, null],
    ['b', null],
  ]);
});

test('a longer line is broken at the limit and goes on', () => {
  const line = 'x'.repeat(MAX_LINE_BYTES);
  expect(texts(`${line}y\n`)).toEqual([
    [line, 'broken'],
    ['y', null],
  ]);
});

test('a character is not broken', () => {
  const line = `ab${'语'.repeat(2_000)}`;
  const lines = texts(`${line}\n`);
  expect(lines.map(([text]) => text).join('')).toBe(line);
  expect(lines[0]?.[1]).toBe('broken');
});

test('bytes that are not UTF-8 are shown as such', () => {
  const { lines } = read([Uint8Array.of(0x61, 0xff, 0xc3, 0x28, 0x0a)]);
  expect(lines[0]?.text).toBe('a\ufffd\ufffd(');
});

test('an unfinished line is told after 100 ms of silence, again when it grew, and then as a whole', () => {
  const { clock, lines, reader: under } = reader();
  under.push(Buffer.from('esp> '));
  clock.advance(99);
  expect(lines).toEqual([]);
  clock.advance(1);
  expect(lines).toEqual([{ offset: 0, lengthBytes: 5, text: 'esp> ', cut: 'partial' }]);
  under.push(Buffer.from('help'));
  clock.advance(100);
  expect(lines[1]).toEqual({ offset: 0, lengthBytes: 9, text: 'esp> help', cut: 'partial' });
  clock.advance(10_000);
  expect(lines).toHaveLength(2);
  under.push(Buffer.from('\r\n'));
  expect(lines[2]).toEqual({ offset: 0, lengthBytes: 11, text: 'esp> help', cut: null });
});

test('silence counts from the last byte', () => {
  const { clock, lines, reader: under } = reader();
  for (let count = 0; count < 10; count += 1) {
    under.push(Buffer.from('.'));
    clock.advance(60);
  }
  expect(lines).toEqual([]);
  clock.advance(100);
  expect(lines.map(({ text }) => text)).toEqual(['..........']);
});

test('a clock set back an hour does not hold back an unfinished line', () => {
  const { clock, lines, reader: under } = reader();
  under.push(Buffer.from('esp> '));
  clock.setWall(clock.nowMs() - 3_600_000);
  clock.advance(250);
  expect(lines.map(({ text }) => text)).toEqual(['esp> ']);
});

test('half a character at the end of an unfinished line is not shown', () => {
  const { clock, lines, reader: under } = reader();
  under.push(Buffer.from('日').subarray(0, 2));
  clock.advance(100);
  expect(lines[0]?.text).toBe('');
});

test('flush ends the unfinished line once', () => {
  const { clock, lines, reader: under } = reader();
  under.push(Buffer.from('half'));
  under.flush();
  under.flush();
  clock.advance(1_000);
  expect(lines).toEqual([{ offset: 0, lengthBytes: 4, text: 'half', cut: null }]);
  under.push(Buffer.from('next\n'));
  expect(lines[1]).toEqual({ offset: 4, lengthBytes: 5, text: 'next', cut: null });
});

test('a listener may flush and push while it is told a line', () => {
  const clock = new FakeClock();
  const texts: string[] = [];
  const under: LineReader = new LineReader({
    clock,
    onLine: ({ text }) => {
      texts.push(text);
      if (text === 'b') under.flush();
      if (text === 'c') under.push(Buffer.from('echo\n'));
    },
  });
  under.push(Buffer.from('a\nb\nc\nd'));
  expect(texts).toEqual(['a', 'b', 'c', 'd', 'echo']);
});

test('a line of 20 MB without an end stays cheap: nothing of it is kept twice', () => {
  const { lines, reader: under } = reader();
  const chunk = Buffer.alloc(64, 'x');
  for (let count = 0; count < 20 * 16_384; count += 1) under.push(chunk);
  expect(lines).toHaveLength(20 * 256 - 1);
  expect(under.pendingBytes).toBe(MAX_LINE_BYTES);
});
