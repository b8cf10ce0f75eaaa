import { expect, test } from 'vitest';

import { memoryAfter } from '../../../electron/core/board/memory-of.ts';
import { lastInvalidAfter } from '../../../electron/core/session/update-record.ts';
import type { BoardMemory } from '../../../shared/contract/board-memory.ts';
import { NO_MEMORY } from '../../../shared/contract/board-memory.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import type { Outcome, Stage } from '../../../shared/ota/stage.ts';
import { SESSION } from '../../support/scripted/values.ts';

const MAC = '24:0a:c4:00:00:01';
const MEMORY: BoardMemory = {
  mac: MAC,
  lastInvalid: { version: '2.0.0', whileRunning: { partition: 'ota_0', version: '1.0.0' } },
  lastRun: { stages: [{ stage: 'ready', atMs: 10 }], durationMs: 20 },
};
/** What a board with that memory says, once it has booted as it did then. */
const FACTS = {
  ...NO_FACTS,
  mac: MAC,
  version: '1.0.0',
  runningPartition: 'ota_0',
  lastInvalidVersion: '2.0.0',
};

test('a board that says nothing new leaves its memory as it is', () => {
  expect(memoryAfter(MEMORY, { ...NO_FACTS, lastInvalidVersion: '2.0.0' })).toBe(MEMORY);
  expect(memoryAfter(MEMORY, FACTS)).toBe(MEMORY);
  expect(memoryAfter(NO_MEMORY, NO_FACTS)).toBe(NO_MEMORY);
});

test('a version that failed is kept with what ran then', () => {
  const facts = { ...FACTS, lastInvalidVersion: '3.0.0', runningPartition: 'ota_1' };
  expect(memoryAfter(MEMORY, facts).lastInvalid).toEqual({
    version: '3.0.0',
    whileRunning: { partition: 'ota_1', version: '1.0.0' },
  });
  expect(memoryAfter(NO_MEMORY, FACTS)).toEqual({ ...MEMORY, lastRun: null });
});

test('a version that failed is forgotten when the board says that there is none', () => {
  expect(memoryAfter(MEMORY, { ...FACTS, lastInvalidVersion: null })).toEqual({
    ...MEMORY,
    lastInvalid: null,
  });
});

test.each([
  ['another version', { version: '1.1.0' }],
  ['the same version elsewhere', { runningPartition: 'factory' }],
])('%s running than when an image failed ends that memory', (_, said) => {
  expect(memoryAfter(MEMORY, { ...FACTS, ...said })).toEqual({ ...MEMORY, lastInvalid: null });
});

test('the failed image itself, on its last run, ends nothing', () => {
  expect(memoryAfter(MEMORY, { ...FACTS, version: '2.0.0', runningPartition: 'ota_1' })).toBe(MEMORY);
});

test('another board at the same place begins anew', () => {
  const other = { ...FACTS, mac: '24:0a:c4:00:00:02' };
  expect(memoryAfter(MEMORY, other)).toEqual({ ...NO_MEMORY, mac: other.mac });
});

test.each<[string, Outcome, Stage[], string | null]>([
  ['a rollback leaves the version it was offered', 'rolledBack', ['writing'], '2.0.0'],
  ['a refusal changes nothing', 'refused', ['tls', 'headerAccepted'], '1.9.0'],
  ['what is cut off leaves no image to name', 'interrupted', ['writing'], null],
  ['a new image takes the place of the failed one', 'confirmed', ['writing', 'imageVerified'], null],
])('%s', (_, outcome, stages, after) => {
  const view = {
    ...SESSION,
    expected: { ...SESSION.expected, version: '2.0.0' },
    stages: stages.map((stage) => ({ stage, atMs: 1, evidence: '', logSeq: null, source: 'board' as const })),
    verdict: {
      outcome,
      error: null,
      proof: null,
      atMs: 1,
      durationMs: 1,
      lessCertain: false,
      equalDigestBytes: null,
    },
  };
  expect(lastInvalidAfter(view, '1.9.0')).toBe(after);
});
