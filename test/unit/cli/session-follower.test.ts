import { expect, test } from 'vitest';

import type { FollowedBoard } from '../../../electron/cli/session-follower.ts';
import { SessionFollower } from '../../../electron/cli/session-follower.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import { reached, verdictOf, viewOf } from '../../support/session-views.ts';

const progress = (deliveredBytes: number, writtenBytes: number | null = null): SessionView['progress'] => ({
  ...viewOf().progress,
  deliveredBytes,
  writtenBytes,
});

test('each stage is said once, in order, with its time and evidence', () => {
  const follower = new SessionFollower();
  const one = viewOf({ stages: [reached('ready', 10)] });
  const two = viewOf({ stages: [reached('ready', 10), reached('urlSent', 20), reached('tls', 30)] });
  expect(follower.next(one, 0)).toEqual([
    { event: 'stage', stage: 'ready', atMs: 10, evidence: 'seen: ready' },
  ]);
  expect(follower.next(one, 1)).toEqual([]);
  expect(follower.next(two, 2)).toMatchObject([{ stage: 'urlSent' }, { stage: 'tls' }]);
});

test('waiting for a reset is said once', () => {
  const follower = new SessionFollower();
  const waiting = viewOf({ waitingFor: 'reset' });
  expect(follower.next(waiting, 0)).toEqual([{ event: 'waiting', for: 'reset' }]);
  expect(follower.next(viewOf(), 1)).toEqual([]);
  expect(follower.next(waiting, 2)).toEqual([]);
});

test('progress is said at most ten times in any second, the closing one included', () => {
  const follower = new SessionFollower();
  const times: number[] = [];
  for (let nowMs = 0; nowMs <= 5_000; nowMs += 7) {
    const isLast = nowMs + 7 > 5_000;
    const stages = isLast ? [reached('imageVerified', nowMs)] : [];
    const events = follower.next(viewOf({ progress: progress(nowMs + 1), stages }), nowMs);
    if (events.some(({ event }) => event === 'progress')) times.push(nowMs);
  }
  expect(times.at(-1)).toBe(4_998);
  for (const from of times) {
    expect(times.filter((at) => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(10);
  }
});

test('the last progress comes before the stage that ends the writing', () => {
  const follower = new SessionFollower();
  follower.next(viewOf({ progress: progress(1) }), 0);
  const stages = [reached('writing', 1), reached('imageVerified', 2)];
  expect(follower.next(viewOf({ progress: progress(1000, 1000), stages }), 1)).toMatchObject([
    { event: 'stage', stage: 'writing' },
    { event: 'progress', deliveredBytes: 1000, writtenBytes: 1000, totalBytes: 1000 },
    { event: 'stage', stage: 'imageVerified' },
  ]);
});

test('progress says rate, time left and what holds it back, of the side that is told of last', () => {
  const told = (more: Partial<SessionView['progress']>, board: FollowedBoard | null) => {
    const view = viewOf({ progress: { ...progress(90_000, 40_000), totalBytes: 100_000, ...more } });
    return new SessionFollower().next(view, 0, board)[0];
  };
  const board = { baudRate: 115_200, facts: { powerSave: false } };
  expect(told({ writtenRate: 120_000, deliveredRate: 1 }, board)).toMatchObject({
    bytesPerSecond: 120_000,
    leftMs: 500,
    bottleneck: 'uart',
  });
  expect(told({ writtenRate: 30_000 }, { ...board, facts: { powerSave: true } })).toMatchObject({
    leftMs: 2_000,
    bottleneck: 'powerSave',
  });
  expect(told({ writtenRate: null }, board)).toMatchObject({
    bytesPerSecond: null,
    leftMs: null,
    bottleneck: null,
  });
});

test('progress that did not change is not said again, and none before the first byte', () => {
  const follower = new SessionFollower();
  expect(follower.next(viewOf(), 0)).toEqual([]);
  expect(follower.next(viewOf({ progress: progress(5) }), 1_000)).toHaveLength(1);
  expect(follower.next(viewOf({ progress: progress(5), verdict: verdictOf() }), 9_000)).toEqual([]);
});
