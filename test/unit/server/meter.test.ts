import { Socket } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { SendBuffer } from '../../../electron/core/ports.ts';
import { meterFor } from '../../../electron/core/server/meter.ts';

const RECORD_BYTES = 16_384;

/** A connection as the system sees it: bytes of TLS records, some of them acknowledged. */
class FakeWire {
  /** For each byte range on the wire, the bytes of the body in it: what stands before the body, and each record. */
  readonly #parts: { readonly wireBytes: number; readonly bodyBytes: number; readonly leadBytes: number }[] =
    [];
  readonly #overheadBytes: number;
  readonly #leadBytes: number;
  #sentBytes = 0;
  acknowledgedBytes = 0;

  constructor(beforeBytes: number, version: 'TLSv1.2' | 'TLSv1.3') {
    this.#overheadBytes = version === 'TLSv1.2' ? 29 : 22;
    this.#leadBytes = version === 'TLSv1.2' ? 13 : 5;
    this.#add(beforeBytes, 0, beforeBytes);
  }

  get sentBytes(): number {
    return this.#sentBytes;
  }

  write(bodyBytes: number): void {
    for (let left = bodyBytes; left > 0; left -= RECORD_BYTES) {
      const part = Math.min(left, RECORD_BYTES);
      this.#add(part + this.#overheadBytes, part, this.#leadBytes);
    }
  }

  /** Bytes of the body that the peer truly has. */
  trulyDelivered(): number {
    let left = this.acknowledgedBytes;
    let body = 0;
    for (const { wireBytes, bodyBytes, leadBytes } of this.#parts) {
      body += Math.max(0, Math.min(left - leadBytes, bodyBytes));
      left -= wireBytes;
    }
    return body;
  }

  look(): SendBuffer {
    return {
      acknowledgedBytes: this.acknowledgedBytes,
      waitingBytes: this.#sentBytes - this.acknowledgedBytes,
      peerWindowBytes: 5_760,
    };
  }

  #add(wireBytes: number, bodyBytes: number, leadBytes: number): void {
    this.#parts.push({ wireBytes, bodyBytes, leadBytes });
    this.#sentBytes += wireBytes;
  }
}

function socketWith(descriptor: number | null): Socket {
  const socket = new Socket();
  Reflect.set(socket, '_handle', descriptor === null ? null : { fd: descriptor });
  return socket;
}

function buffersOf(look: () => SendBuffer | null) {
  return { limitSend: () => undefined, limitReceive: () => undefined, readSend: look };
}

test('without a way to the system, bytes are those handed over', () => {
  for (const buffers of [null, buffersOf(() => null)]) {
    const meter = meterFor(socketWith(7), 1_000, buffers);
    expect([meter.bytesAre, meter.look()]).toEqual(['handed', 0]);
    meter.handed(400);
    expect(meter.look()).toBe(400);
  }
});

test('a socket without a descriptor is counted by what was handed over', () => {
  const look = () => ({ acknowledgedBytes: 0, waitingBytes: 0, peerWindowBytes: null });
  for (const descriptor of [null, -1]) {
    expect(meterFor(socketWith(descriptor), 1_000, buffersOf(look)).bytesAre).toBe('handed');
  }
});

test('nothing is delivered while everything waits in the system', () => {
  const wire = new FakeWire(3_000, 'TLSv1.2');
  const meter = meterFor(
    socketWith(7),
    65_536,
    buffersOf(() => wire.look()),
  );
  wire.write(65_536);
  meter.handed(65_536);
  expect([meter.bytesAre, meter.look()]).toEqual(['delivered', 0]);
  wire.acknowledgedBytes = wire.sentBytes;
  expect(meter.look()).toBe(65_536);
});

test('where the system tells only what waits, the figure is what was handed over before, less that', () => {
  let waitingBytes = 60_000;
  const buffers = buffersOf(() => ({ acknowledgedBytes: null, waitingBytes, peerWindowBytes: null }));
  const meter = meterFor(socketWith(7), 200_000, buffers);
  expect([meter.bytesAre, meter.handed(64_000), meter.look()]).toEqual(['delivered', 4_000, 4_000]);
  waitingBytes = 10_000;
  expect(meter.look()).toBe(54_000);
  // The next slice is on its way: what waits is of both.
  waitingBytes = 40_000;
  expect(meter.look()).toBe(54_000);
  meter.handed(200_000);
  waitingBytes = 0;
  expect(meter.look()).toBe(200_000);
});

test('the last value stays when the connection is gone', () => {
  const wire = new FakeWire(3_000, 'TLSv1.3');
  let open = true;
  const meter = meterFor(
    socketWith(7),
    65_536,
    buffersOf(() => (open ? wire.look() : null)),
  );
  wire.write(65_536);
  meter.handed(65_536);
  wire.acknowledgedBytes = wire.sentBytes - 1_000;
  const last = meter.look();
  open = false;
  expect(last).toBeGreaterThan(64_000);
  expect(meter.look()).toBe(last);
});

const step = fc.record({
  slice: fc.integer({ min: 1, max: 16 }),
  ackShare: fc.double({ min: 0, max: 1, noNaN: true }),
});

test('the figure never passes what the peer has, stays within one slice of it, and ends exact', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('TLSv1.2' as const, 'TLSv1.3' as const),
      fc.integer({ min: 0, max: 10_000 }),
      fc.array(step, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: RECORD_BYTES }),
      (version, before, steps, tail) => {
        const total = steps.reduce((sum, { slice }) => sum + slice * RECORD_BYTES, 0) + tail;
        const wire = new FakeWire(before, version);
        const meter = meterFor(
          socketWith(7),
          total,
          buffersOf(() => wire.look()),
        );
        let handed = 0;
        let last = 0;
        const check = (sliceBytes: number): void => {
          const shown = meter.look();
          const truth = wire.trulyDelivered();
          expect(shown).toBeLessThanOrEqual(truth);
          expect(shown).toBeGreaterThanOrEqual(last);
          // What waits is counted with its records' own bytes.
          const records = (wire.sentBytes - wire.acknowledgedBytes) / 500;
          expect(truth - shown).toBeLessThanOrEqual(sliceBytes + records + 200);
          last = shown;
        };
        for (const { slice, ackShare } of [...steps, { slice: tail / RECORD_BYTES, ackShare: 0.5 }]) {
          const sliceBytes = Math.round(slice * RECORD_BYTES);
          wire.write(sliceBytes);
          const waiting = wire.sentBytes - wire.acknowledgedBytes;
          wire.acknowledgedBytes += Math.floor((waiting * ackShare) / 2);
          check(sliceBytes);
          handed += sliceBytes;
          meter.handed(handed);
          check(sliceBytes);
          wire.acknowledgedBytes += Math.floor((wire.sentBytes - wire.acknowledgedBytes) * ackShare);
          check(sliceBytes);
        }
        wire.acknowledgedBytes = wire.sentBytes;
        expect(meter.look()).toBe(total);
      },
    ),
  );
});

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'a peer may have all before we hear that the system took the last slice, over %s',
  (version) => {
    const wire = new FakeWire(3_000, version);
    const meter = meterFor(
      socketWith(7),
      400_000,
      buffersOf(() => wire.look()),
    );
    wire.write(262_144);
    meter.handed(262_144);
    wire.write(137_856);
    wire.acknowledgedBytes = wire.sentBytes - 1;
    expect(meter.look()).toBeLessThan(400_000);
    wire.acknowledgedBytes = wire.sentBytes;
    expect(meter.look()).toBe(400_000);
  },
);
