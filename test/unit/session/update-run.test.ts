import { expect, test } from 'vitest';
import type { Sending } from '../../../electron/core/session/update-run.ts';
import { UpdateRun } from '../../../electron/core/session/update-run.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const LINE = { text: 'Sent https://h:8002/firmware/a.bin', atMs: 0, seq: 1 };
const READY = { ...NO_FACTS, ready: true, ipv4: '192.168.1.77', version: '1.0.0' };

function start(
  overrides: {
    facts?: typeof NO_FACTS;
    mayReset?: boolean;
    send?: () => Promise<Sending>;
    reset?: () => Promise<void>;
  } = {},
) {
  const clock = new FakeClock();
  const views: SessionView[] = [];
  const calls: string[] = [];
  const phases: string[] = [];
  const run = new UpdateRun(
    {
      clock,
      reset: async () => {
        calls.push('reset');
        await overrides.reset?.();
      },
      send:
        overrides.send ??
        (async () => {
          calls.push('send');
          return {
            kind: 'sent',
            url: 'https://h:8002/firmware/a.bin',
            line: { ...LINE, atMs: clock.nowMs() },
            overridden: [],
          };
        }),
      resend: async () => {
        calls.push('resend');
        return { ...LINE, atMs: clock.nowMs() };
      },
      onView: (view) => views.push(view),
      onPhase: (session) => phases.push(session.phase.kind),
      onEnd: () => calls.push('end'),
    },
    {
      pushId: 'p',
      deviceId: 'd',
      image: { imageId: 'i', fileName: 'a.bin', projectName: 'a', version: '2', sizeBytes: 1000 },
      expectedSha256: 'ab'.repeat(32),
      facts: overrides.facts ?? READY,
      options: {
        mayReset: overrides.mayReset ?? false,
        sendUrl: true,
        hostGiven: false,
        endAtMs: null,
        appElfSha256: null,
      },
      nowMs: clock.nowMs(),
    },
  );
  const settle = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await new Promise(setImmediate);
    clock.advance(0);
    await new Promise(setImmediate);
  };
  return { clock, run, views, calls, settle };
}

test('a ready board is sent the URL at once, once more after 10 s, and given up after 15 s', async () => {
  const { calls, run, settle } = start();
  await settle(1);
  expect(calls).toEqual(['send']);
  await settle(10_000);
  expect(calls).toEqual(['send', 'resend']);
  await settle(5_000);
  expect(calls).toEqual(['send', 'resend', 'end']);
  expect(run.view.verdict?.error?.code).toBe('timeout/urlSent');
});

test('a silent board is reset through its lines where that is allowed', async () => {
  const { calls, run, settle } = start({ facts: NO_FACTS, mayReset: true });
  await settle(3_000);
  expect(calls).toEqual(['reset']);
  expect(run.view.waitingFor).toBeNull();
});

test('lines that cannot be driven end the update with their own code', async () => {
  const reset = () => Promise.reject(new WorkbenchError('serial/no-modem-lines', { path: 'p' }));
  const { run, settle } = start({ facts: NO_FACTS, mayReset: true, reset });
  await settle(3_000);
  expect(run.view.verdict?.error?.code).toBe('serial/no-modem-lines');
});

test('a check that fails before sending refuses, and the URL is not sent', async () => {
  const { run, settle } = start({
    send: async () => ({ kind: 'refused', error: { code: 'preflight/fit', params: { detail: 'x' } } }),
  });
  await settle(1);
  expect(run.view.verdict).toMatchObject({ outcome: 'refused', error: { code: 'preflight/fit' } });
  expect(run.view.stages.map(({ stage }) => stage)).toEqual(['ready']);
});

test('progress is told at most ten times a second, stages at once', async () => {
  const { clock, run, views, settle } = start();
  await settle(1);
  const told = views.length;
  for (let written = 1; written <= 100; written += 1) {
    clock.advance(10);
    const line = { text: `Written image length ${written}`, atMs: clock.nowMs(), seq: written };
    run.feed({ kind: 'device', event: { kind: 'written', bytes: written }, facts: READY, line });
  }
  expect(views.length - told).toBeGreaterThanOrEqual(9);
  expect(views.length - told).toBeLessThanOrEqual(12);
});

test('cancelling is told once and ends it', async () => {
  const { run, calls } = start();
  run.feed({ kind: 'cancelled' });
  run.feed({ kind: 'cancelled' });
  expect(calls).toEqual(['end']);
  expect(run.view.verdict?.outcome).toBe('cancelled');
});
