import { expect, test } from 'vitest';

import { RecordScanner } from '../../../electron/virtual/net/record-scanner.ts';

interface Seen {
  chains: string[][];
  alerts: (number | null)[];
  notTls: number;
}

function scanner(): { readonly seen: Seen; readonly push: (bytes: Buffer) => void } {
  const seen: Seen = { chains: [], alerts: [], notTls: 0 };
  const made = new RecordScanner({
    onCertificates: (chain) => seen.chains.push(chain.map((der) => der.toString('latin1'))),
    onAlert: (description) => seen.alerts.push(description),
    onNotTls: () => {
      seen.notTls += 1;
    },
  });
  return { seen, push: (bytes) => made.push(bytes) };
}

function uint24(value: number): Buffer {
  return Buffer.from([value >> 16, (value >> 8) & 0xff, value & 0xff]);
}

function record(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, 3, 3, body.length >> 8, body.length & 0xff]), body]);
}

function message(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type]), uint24(body.length), body]);
}

function certificates(...ders: readonly string[]): Buffer {
  const list = Buffer.concat(
    ders.map((der) => Buffer.concat([uint24(der.length), Buffer.from(der, 'latin1')])),
  );
  return message(11, Buffer.concat([uint24(list.length), list]));
}

const HELLO = message(2, Buffer.alloc(70, 7));
const CHAIN = certificates('leaf'.repeat(200), 'intermediate');

test('the Certificate message is found beside others in one record', () => {
  const { seen, push } = scanner();
  push(record(22, Buffer.concat([HELLO, CHAIN, message(14, Buffer.alloc(0))])));
  expect(seen.chains).toEqual([['leaf'.repeat(200), 'intermediate']]);
});

test.each([1, 2, 5, 100, 512])('it is found in records of %i bytes that come byte by byte', (size) => {
  const { seen, push } = scanner();
  const whole = Buffer.concat([HELLO, CHAIN]);
  const records: Buffer[] = [];
  for (let at = 0; at < whole.length; at += size) records.push(record(22, whole.subarray(at, at + size)));
  for (const byte of Buffer.concat(records)) push(Buffer.from([byte]));
  expect(seen.chains).toEqual([['leaf'.repeat(200), 'intermediate']]);
});

test('an alert has a number only before encryption', () => {
  const { seen, push } = scanner();
  push(record(21, Buffer.from([2, 70])));
  push(record(20, Buffer.from([1])));
  push(record(22, Buffer.alloc(40, 11)));
  push(record(21, Buffer.alloc(26, 9)));
  expect(seen.alerts).toEqual([70, null]);
  expect(seen.chains).toEqual([]);
});

test('data records pass in any pieces, and what follows them is still understood', () => {
  const { seen, push } = scanner();
  push(record(20, Buffer.from([1])));
  const all = Buffer.concat([
    record(23, Buffer.alloc(16_000)),
    record(23, Buffer.alloc(3)),
    record(21, Buffer.alloc(26)),
  ]);
  for (let at = 0; at < all.length; at += 777) push(all.subarray(at, at + 777));
  expect(seen.alerts).toEqual([null]);
});

test('what is no TLS is told once', () => {
  const { seen, push } = scanner();
  push(Buffer.from('HTTP/1.1 400 Bad Request\r\n'));
  push(Buffer.from('\r\n'));
  expect(seen.notTls).toBe(1);
});
