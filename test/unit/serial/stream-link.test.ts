import { describe, expect, test } from 'vitest';
import { openSequence } from '../../../electron/adapters/serial/open-sequence.ts';
import type { PortStream } from '../../../electron/adapters/serial/stream-link.ts';
import { StreamLink } from '../../../electron/adapters/serial/stream-link.ts';
import type { ModemLines } from '../../../electron/core/ports.ts';
import { FakeClock } from '../../support/fake-clock.ts';

type Done = (error?: Error | null) => void;

/** A port with modem lines that notes its calls; a call named in `silent` is never answered. */
class NotedPort implements PortStream {
  isOpen = true;
  readonly calls: string[] = [];
  readonly silent = new Set<string>();
  readonly failing = new Map<string, Error>();
  readonly #listeners = new Map<string, ((bytes: Buffer) => void)[]>();

  on(event: string, listener: (bytes: Buffer) => void): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }
  emit(event: string, bytes = Buffer.alloc(0)): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(bytes);
  }
  get(done: (error: Error | null, lines?: { cts: boolean }) => void): void {
    this.#answer('get', 'get', (error) => done(error ?? null, { cts: true }));
  }
  update({ baudRate }: { readonly baudRate: number }, done: Done): void {
    this.#answer('update', `baud ${baudRate}`, done);
  }
  set({ dtr, rts }: ModemLines, done: Done): void {
    this.#answer('set', `dtr ${Number(dtr)} rts ${Number(rts)}`, done);
  }
  write(bytes: Uint8Array, done: Done): void {
    this.#answer('write', `write ${Buffer.from(bytes).toString()}`, done);
  }
  drain(done: Done): void {
    this.#answer('drain', 'drain', done);
  }
  flush(done: Done): void {
    this.#answer('flush', 'flush', done);
  }
  close(done: Done): void {
    this.isOpen = false;
    this.#answer('close', 'close', done);
  }

  #answer(kind: string, call: string, done: Done): void {
    this.calls.push(call);
    if (!this.silent.has(kind)) queueMicrotask(() => done(this.failing.get(kind)));
  }
}

function link(port = new NotedPort()) {
  const clock = new FakeClock();
  const told: string[] = [];
  const listener = {
    onBytes: (bytes: Uint8Array) => told.push(Buffer.from(bytes).toString()),
    onClosed: () => told.push('closed'),
  };
  // Any node that is there: this one is watched, never opened.
  const under = new StreamLink({
    port,
    path: '/dev/ttyUSB0',
    device: '/dev/null',
    listener,
    clock,
    rtscts: false,
  });
  return { clock, told, port, link: under, begin: () => under.begin(openSequence('linux').steps) };
}

/** Lets the clock run until the promise settles, and gives what it settled to. */
async function settled(clock: FakeClock, promise: Promise<unknown>, withinMs: number): Promise<unknown> {
  let result: unknown = 'pending';
  promise.then(
    () => {
      result = 'done';
    },
    (error: unknown) => {
      result = error;
    },
  );
  await clock.advanceAsync(withinMs);
  return result;
}

describe('modem lines', () => {
  test('opening releases RTS first, then DTR', async () => {
    const { begin, port, link: under } = link();
    await begin();
    expect(port.calls).toEqual(['get', 'dtr 1 rts 0', 'dtr 0 rts 0']);
    expect(under.hasModemLines).toBe(true);
  });

  test('lines that refuse are not there, and the port opens all the same', async () => {
    const port = new NotedPort();
    port.failing.set('get', new Error('Error: Inappropriate ioctl for device, cannot get'));
    const { begin, link: under } = link(port);
    await begin();
    expect(port.calls).toEqual(['get']);
    expect(under.hasModemLines).toBe(false);
  });

  test('lines that never answer are not there', async () => {
    const port = new NotedPort();
    port.silent.add('set');
    const { begin, clock, link: under } = link(port);
    expect(await settled(clock, begin(), 2_000)).toBe('done');
    expect(under.hasModemLines).toBe(false);
  });

  test('closing in the middle of a reset leaves both released', async () => {
    const { begin, port, link: under } = link();
    await begin();
    await under.setLines({ dtr: false, rts: true });
    await under.close();
    expect(port.calls.slice(-2)).toEqual(['dtr 0 rts 0', 'close']);
  });

  test('closing a port whose lines are released does not touch them', async () => {
    const { begin, port, link: under } = link();
    await begin();
    await under.close();
    expect(port.calls.slice(3)).toEqual(['close']);
  });
});

describe('deadlines', () => {
  test('a write that is never answered fails after five seconds', async () => {
    const port = new NotedPort();
    port.silent.add('write');
    const { begin, clock, link: under } = link(port);
    await begin();
    const write = under.write(Buffer.from('x'));
    write.catch(() => {});
    expect(await settled(clock, write, 4_999)).toBe('pending');
    expect(await settled(clock, write, 1)).toMatchObject({
      code: 'serial/write-failed',
      params: { path: '/dev/ttyUSB0', seconds: 5 },
    });
  });

  test('output that is never sent fails the write as well', async () => {
    const port = new NotedPort();
    port.silent.add('drain');
    const { begin, clock, link: under } = link(port);
    await begin();
    expect(await settled(clock, under.write(Buffer.from('x')), 5_000)).toMatchObject({
      code: 'serial/write-failed',
    });
  });

  test('a close that is never answered ends, with the output thrown away', async () => {
    const port = new NotedPort();
    for (const call of ['write', 'flush', 'close']) port.silent.add(call);
    const { begin, clock, link: under } = link(port);
    await begin();
    const write = under.write(Buffer.from('x'));
    write.catch(() => {});
    await clock.advanceAsync(1);
    expect(await settled(clock, under.close(), 3_000)).toBe('done');
    expect(port.calls.slice(-2)).toEqual(['flush', 'close']);
    await expect(write).rejects.toMatchObject({ code: 'serial/port-gone' });
  });
});

describe('a port that goes', () => {
  test('is told once, and nothing is heard of it again', async () => {
    const { begin, port, told } = link();
    await begin();
    port.emit('data', Buffer.from('a'));
    port.emit('close');
    port.emit('data', Buffer.from('b'));
    port.emit('close');
    expect(told).toEqual(['a', 'closed']);
  });

  test('while it opens fails the opening instead', async () => {
    const port = new NotedPort();
    port.silent.add('get');
    const { begin, told } = link(port);
    const opening = begin();
    port.emit('close');
    await expect(opening).rejects.toMatchObject({ code: 'serial/port-gone' });
    expect(told).toEqual([]);
  });

  test('in mid-write fails that write as gone', async () => {
    const port = new NotedPort();
    port.failing.set('write', new Error('EIO: i/o error, write'));
    const { begin, link: under, told } = link(port);
    await begin();
    await expect(under.write(Buffer.from('x'))).rejects.toMatchObject({ code: 'serial/port-gone' });
    expect(told).toEqual(['closed']);
  });

  test('an error nobody asked for does not end the program', async () => {
    const { begin, port, told } = link();
    await begin();
    port.emit('error');
    expect(told).toEqual([]);
  });
});
