import { expect, test } from 'vitest';

import type { Identity } from '../../../electron/core/faults/identity.ts';
import { judgeFault } from '../../../electron/core/faults/judge-fault.ts';
import { offeredVersion } from '../../../electron/core/faults/offered-version.ts';
import type { Expectation } from '../../../shared/faults/expectation.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import { verdictOf, viewOf } from '../../support/session-views.ts';

const OLD: Identity = {
  partition: 'factory',
  version: '1.0.0',
  sha256: 'a'.repeat(64),
  elfSha256Prefix: '12',
};
const NEW: Identity = { partition: 'ota_0', version: '2.0.0', sha256: 'e'.repeat(64), elfSha256Prefix: '34' };
const REFUSES: Expectation = { codes: ['image/corrupt'], runs: 'before' };
const TAKES: Expectation = { codes: ['confirmed'], runs: 'offered' };

const expectedSlot = { partition: 'ota_0', offset: null, version: '2.0.0', sha256: 'e'.repeat(64) };
const confirmed: SessionView = viewOf({ verdict: verdictOf(), expected: expectedSlot });
const failed: SessionView = viewOf({
  verdict: verdictOf({ outcome: 'failed', error: { code: 'image/corrupt', params: {} } }),
  expected: expectedSlot,
});
const judge = (expected: Expectation, view: SessionView, after: Identity | null) =>
  judgeFault(expected, { view, before: OLD, after });

test('a refusal with the right code, and the old image after it, is as it should be', () => {
  expect(judge(REFUSES, failed, OLD)).toMatchObject({
    state: 'passed',
    observed: 'image/corrupt',
    finding: null,
    runsVersion: '1.0.0',
  });
});

test('another code is not, and no finding', () => {
  expect(judge({ ...REFUSES, codes: ['tls/expired'] }, failed, OLD)).toMatchObject({
    state: 'failed',
    finding: null,
  });
});

test('a board that confirms what it should refuse is a finding', () => {
  expect(judge(REFUSES, confirmed, NEW)).toMatchObject({ state: 'failed', finding: 'taken' });
});

test('a board that reports a refusal and runs something else afterwards is one too', () => {
  expect(judge(REFUSES, failed, NEW)).toMatchObject({ state: 'failed', finding: 'taken' });
});

test('a board that does not come back is one whatever its verdict was', () => {
  expect(judge(REFUSES, failed, null).finding).toBe('notBack');
  expect(judge(TAKES, confirmed, null).finding).toBe('notBack');
});

test('an image that was taken and is gone after a reset is one', () => {
  expect(judge(TAKES, confirmed, NEW).state).toBe('passed');
  expect(judge(TAKES, confirmed, OLD)).toMatchObject({ state: 'failed', finding: 'notKept' });
});

test('an image that never confirms itself belongs taken back', () => {
  const expected: Expectation = { codes: ['confirmed'], runs: 'before' };
  expect(judge(expected, confirmed, OLD).state).toBe('passed');
  expect(judge(expected, confirmed, NEW)).toMatchObject({ state: 'failed', finding: null });
});

test('where both ends are right, each must leave what belongs to it', () => {
  const either: Expectation = { codes: ['tls/expired', 'confirmed'], runs: 'either' };
  const refused = viewOf({
    verdict: verdictOf({ outcome: 'failed', error: { code: 'tls/expired', params: {} } }),
  });
  expect(judge(either, refused, OLD).state).toBe('passed');
  expect(judge(either, confirmed, NEW).state).toBe('passed');
});

test('a board that prints no digest is told apart by version and slot', () => {
  const quiet = { ...OLD, sha256: null };
  expect(judgeFault(REFUSES, { view: failed, before: quiet, after: { ...quiet } }).state).toBe('passed');
  expect(judgeFault(REFUSES, { view: failed, before: quiet, after: NEW }).finding).toBe('taken');
});

const file = { version: '2.0.0', signature: null };

test('an image is offered under a version that the board has never run', () => {
  expect(offeredVersion('chunked', file, { version: '2.0.0' }, 'ab1')).toBe('2.0.0-ab1');
  expect(
    offeredVersion('chunked', { ...file, version: 'v'.repeat(40) }, { version: null }, 'ab1'),
  ).toHaveLength(31);
});

test('the same version is the one that runs', () => {
  expect(offeredVersion('same-version', file, { version: '1.7' }, 'x')).toBe('1.7');
  expect(offeredVersion('same-version', file, { version: '2.0.0' }, 'x')).toBeNull();
});

test('a signed image is offered as it is, or not at all', () => {
  const signed = { ...file, signature: { version: 2, blocks: [] } } as const;
  expect(offeredVersion('chunked', signed, { version: '1.0.0' }, 'x')).toBeNull();
  expect(offeredVersion('chunked', signed, { version: '2.0.0' }, 'x')).toBe('impossible');
  expect(offeredVersion('same-version', signed, { version: '1.0.0' }, 'x')).toBe('impossible');
});
