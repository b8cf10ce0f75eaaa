import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createSocketTransport } from '../../../renderer/client/socket-transport.ts';
import { decodeFrame, encodeFrame } from '../../../shared/contract/wire.ts';

/** A WebSocket without a network: the test opens, answers and closes it. */
class FakeSocket extends EventTarget {
  readonly sent: (string | Uint8Array)[] = [];
  binaryType = '';
  readonly url: string;
  readonly protocols: readonly string[];

  constructor(url: string, protocols: readonly string[]) {
    super();
    this.url = url;
    this.protocols = protocols;
  }

  send(frame: string | Uint8Array): void {
    this.sent.push(frame);
  }

  open(): void {
    this.dispatchEvent(new Event('open'));
  }

  close(): void {
    this.dispatchEvent(new Event('close'));
  }

  say(frame: string | Uint8Array<ArrayBuffer>): void {
    const data = typeof frame === 'string' ? frame : frame.buffer;
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

const sockets: FakeSocket[] = [];
const last = (): FakeSocket => sockets.at(-1) as FakeSocket;

function connect(): ReturnType<typeof createSocketTransport> {
  return createSocketTransport({
    url: 'ws://127.0.0.1:9/',
    token: 'secret',
    createSocket: (url, protocols) => {
      const socket = new FakeSocket(url, protocols);
      sockets.push(socket);
      // Only what the transport uses of it is there.
      return socket as unknown as WebSocket;
    },
  });
}

beforeEach(() => {
  sockets.length = 0;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the token goes as a subprotocol, never in the address', () => {
  connect();
  expect(last().url).toBe('ws://127.0.0.1:9/');
  expect(last().protocols).toEqual(['workbench.v1', 'token.secret']);
});

test('calls made while it connects are sent when it is open, and each gets its own answer', async () => {
  const transport = connect();
  const first = transport.call('port.list', {});
  const second = transport.call('image.add', { bytes: new Uint8Array([1, 2]) });
  expect(last().sent).toEqual([]);
  last().open();
  const requests = last().sent.map((frame) => decodeFrame(frame));
  expect(requests).toMatchObject([
    { kind: 'request', name: 'port.list' },
    { kind: 'request', name: 'image.add', input: { bytes: new Uint8Array([1, 2]) } },
  ]);
  const [one, two] = requests.map((request) => (request?.kind === 'request' ? request.id : -1));
  last().say(encodeFrame({ kind: 'reply', id: two as number, reply: { ok: true, value: 'second' } }));
  last().say(encodeFrame({ kind: 'reply', id: one as number, reply: { ok: true, value: 'first' } }));
  expect(await first).toEqual({ ok: true, value: 'first' });
  expect(await second).toEqual({ ok: true, value: 'second' });
});

test('a lost connection answers what waits, says so, and is tried again with growing pauses', async () => {
  const transport = connect();
  const statuses: string[] = [];
  transport.onStatus?.((status) => statuses.push(status));
  last().open();
  const waiting = transport.call('port.list', {});
  last().close();
  expect(await waiting).toMatchObject({ ok: false, error: { code: 'contract/connection-lost' } });
  expect(await transport.call('port.list', {})).toMatchObject({ ok: false });
  expect(statuses).toEqual(['open', 'lost']);

  vi.advanceTimersByTime(249);
  expect(sockets).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(sockets).toHaveLength(2);
  last().close();
  vi.advanceTimersByTime(499);
  expect(sockets).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(sockets).toHaveLength(3);
  last().open();
  expect(statuses).toEqual(['open', 'lost', 'open']);
});

test('pushes are handed on; what is no frame of ours is ignored', () => {
  const transport = connect();
  const pushes: unknown[] = [];
  transport.onPush((push) => pushes.push(push));
  last().open();
  const push = { kind: 'state', name: 'wifi', key: null, rev: 1, value: 'none' } as const;
  last().say('garbage');
  last().say(encodeFrame({ kind: 'push', push }));
  expect(pushes).toEqual([push]);
});
