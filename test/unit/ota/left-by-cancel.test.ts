import { expect, test } from 'vitest';

import type { LeftByCancel } from '../../../shared/ota/left-by-cancel.ts';
import { leftByCancel } from '../../../shared/ota/left-by-cancel.ts';
import type { Stage } from '../../../shared/ota/stage.ts';
import { STAGES } from '../../../shared/ota/stage.ts';

const EXPECTED: Readonly<Record<Stage, LeftByCancel>> = {
  ready: 'untouched',
  urlSent: 'asked',
  tls: 'asked',
  headerAccepted: 'part',
  writing: 'part',
  imageVerified: 'whole',
  restarting: 'whole',
  newImageRuns: 'restarted',
  confirmed: 'restarted',
};

test('how far an update had come says how calling it off leaves the board', () => {
  expect(leftByCancel({ stages: [] })).toBe('untouched');
  for (const [index, last] of STAGES.entries()) {
    const stages = STAGES.slice(0, index + 1).map((stage) => {
      return { stage, atMs: 0, evidence: '', source: 'board' as const, logSeq: null };
    });
    expect([last, leftByCancel({ stages })]).toEqual([last, EXPECTED[last]]);
  }
});
