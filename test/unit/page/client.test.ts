import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createClient } from '../../../renderer/client/client.ts';
import { StateCache } from '../../../renderer/client/state-cache.ts';
import type { StatePush } from '../../../shared/contract/contract.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import { createFakeCore, refuse } from '../../support/fake-transport.ts';
import { board } from '../../support/scripted/values.ts';

const push = (rev: number, value: unknown, key: string | null = null): StatePush => ({
  kind: 'state',
  name: key === null ? 'wifi' : 'board',
  key,
  rev,
  value,
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('an older revision never replaces a newer value', () => {
  const cache = new StateCache();
  expect(cache.take(push(5, 'kept'))).toBe(true);
  expect(cache.take(push(4, 'none'))).toBe(false);
  expect(cache.get('wifi', null)).toBe('kept');
});

test('a late push does not bring a removed key back', () => {
  const cache = new StateCache();
  cache.take(push(1, 'a', 'one'));
  cache.take(push(3, null, 'one'));
  cache.take(push(2, 'b', 'one'));
  expect(cache.list('board')).toEqual([]);
});

test('the list of a keyed state is the same array until one of it changes', () => {
  const cache = new StateCache();
  cache.take(push(1, 'a', 'one'));
  cache.take(push(2, 'b', 'two'));
  const list = cache.list('board');
  cache.take(push(3, 'kept'));
  expect(cache.list('board')).toBe(list);
  cache.take(push(4, 'A', 'one'));
  expect(cache.list('board')).toEqual(['A', 'b']);
});

test('after a restart of the core, values are kept until it has told its own, whose revisions begin anew', () => {
  const cache = new StateCache();
  cache.take(push(90, 'a', 'one'));
  cache.take(push(91, 'b', 'two'));
  cache.markStale();
  expect(cache.list('board')).toEqual(['a', 'b']);
  cache.take(push(1, 'A', 'one'));
  cache.dropStale();
  expect(cache.list('board')).toEqual(['A']);
});

test('all states are read at the start, and watchers are told once for many pushes', async () => {
  const core = createFakeCore({
    states: [{ name: 'wifi', key: null, value: 'kept' }],
    answers: {},
  });
  const client = createClient(core.transport);
  const told = vi.fn();
  client.watch(told);
  expect(client.status()).toEqual({ kind: 'starting' });
  await vi.runAllTimersAsync();
  expect(client.status()).toEqual({ kind: 'open' });
  expect(client.state('wifi')).toBe('kept');
  told.mockClear();
  for (let i = 0; i < 50; i++) core.set('board', board('one', { baudRate: 100 + i }), 'one');
  await vi.runAllTimersAsync();
  expect(told).toHaveBeenCalledTimes(1);
  expect(client.state('board', 'one')?.baudRate).toBe(149);
});

test('a failed reply is thrown as the error of its code', async () => {
  const core = createFakeCore({
    states: [],
    answers: { 'board.reset': refuse({ code: 'board/not-open', params: { device: 'one' } }) },
  });
  const failure = createClient(core.transport).call('board.reset', { deviceId: 'one' });
  await expect(failure).rejects.toThrow(WorkbenchError);
  await expect(failure).rejects.toMatchObject({ code: 'board/not-open', params: { device: 'one' } });
});

test('a connection that comes back reads all states again', async () => {
  const core = createFakeCore({ states: [{ name: 'wifi', key: null, value: 'kept' }], answers: {} });
  const client = createClient(core.transport);
  await vi.runAllTimersAsync();
  core.connection('lost');
  await vi.runAllTimersAsync();
  expect(client.status()).toEqual({ kind: 'lost' });
  core.connection('open');
  await vi.runAllTimersAsync();
  expect(client.status()).toEqual({ kind: 'open' });
  expect(core.calls.filter(({ name }) => name === 'states.read')).toHaveLength(2);
});

test('streams reach those who listen, and no longer after they stopped', async () => {
  const core = createFakeCore({ states: [], answers: {} });
  const client = createClient(core.transport);
  const heard = vi.fn();
  const stop = client.listen('log', heard);
  core.send('log', { deviceId: 'one', entries: [], dropped: 0 });
  stop();
  core.send('log', { deviceId: 'two', entries: [], dropped: 0 });
  expect(heard.mock.calls).toEqual([[{ deviceId: 'one', entries: [], dropped: 0 }]]);
});
