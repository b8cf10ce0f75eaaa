import { expect, test } from 'vitest';

import type { Outlet } from '../../../electron/station/push-sender.ts';
import { PushSender, SLOW_BYTES } from '../../../electron/station/push-sender.ts';
import type { Push } from '../../../shared/contract/contract.ts';

class Socket implements Outlet {
  bufferedAmount = 0;
  readonly got: Push[] = [];
  readonly #waiting: (() => void)[] = [];

  send(push: Push, sent: () => void): void {
    this.got.push(push);
    this.#waiting.push(sent);
  }

  drain(): void {
    this.bufferedAmount = 0;
    for (const sent of this.#waiting.splice(0)) sent();
  }
}

const stream = (value: number): Push => ({ kind: 'stream', name: 'log', value });
const board = (rev: number, key: string): Push => ({ kind: 'state', name: 'board', key, rev, value: rev });
const values = (socket: Socket): unknown[] => socket.got.map((push) => push.value);

test('a page that keeps up is sent everything in order', () => {
  const socket = new Socket();
  const sender = new PushSender(socket);
  for (const push of [stream(1), board(2, 'a'), stream(3)]) sender.push(push);
  expect(values(socket)).toEqual([1, 2, 3]);
});

test('a slow page misses stream messages and still gets the newest value of every state', () => {
  const socket = new Socket();
  const sender = new PushSender(socket);
  sender.push(stream(1));
  socket.bufferedAmount = SLOW_BYTES + 1;
  for (const push of [stream(2), board(3, 'a'), board(4, 'b'), board(5, 'a'), stream(6)]) sender.push(push);
  expect(values(socket)).toEqual([1]);
  socket.drain();
  expect(values(socket)).toEqual([1, 4, 5]);
  sender.push(stream(7));
  expect(values(socket)).toEqual([1, 4, 5, 7]);
});

test('states that wait are sent on one by one while the page stays near its limit', () => {
  const socket = new Socket();
  const sender = new PushSender(socket);
  sender.push(stream(0));
  socket.bufferedAmount = SLOW_BYTES + 1;
  for (const key of ['a', 'b']) sender.push(board(1, key));
  const send = socket.send.bind(socket);
  socket.send = (push, sent) => {
    send(push, sent);
    socket.bufferedAmount = SLOW_BYTES + 1;
  };
  socket.drain();
  expect(socket.got).toHaveLength(2);
  socket.drain();
  expect(socket.got).toHaveLength(3);
});
