import { expect, test } from 'vitest';

import { verdictEvent } from '../../../electron/cli/verdict-event.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import { createTranslator } from '../../../shared/text/translator.ts';
import { verdictOf, viewOf } from '../../support/session-views.ts';

const t = createTranslator('en');
const before = { partition: 'factory', offset: 0x10000, version: '1.0.0', sha256: 'b'.repeat(64) };
const after = { partition: 'ota_0', offset: 0x110000, version: '2.0.0', sha256: 'e'.repeat(64) };

test('a confirmed update names what runs, from where, and the digests', () => {
  const view = viewOf({ before, after });
  expect(verdictEvent(view, verdictOf(), null, t)).toEqual({
    event: 'verdict',
    deviceId: 'board-1',
    outcome: 'confirmed',
    code: null,
    message: 'The board runs version 2.0.0 from ota_0 and has confirmed it.',
    hint: null,
    proof: 'digest',
    offeredVersion: '2.0.0',
    version: '2.0.0',
    runningPartition: 'ota_0',
    sha256: { expected: 'e'.repeat(64), before: 'b'.repeat(64), after: 'e'.repeat(64) },
    elfSha256: { expected: null, before: null, after: null },
    otaState: null,
    overridden: [],
    bottleneck: null,
    durationMs: 1000,
    lessCertain: false,
    reportId: '19700101T000000Z-push-push1',
  });
});

test('a board that never restarted still runs what it ran before', () => {
  const refused = verdictOf({
    outcome: 'refused',
    proof: null,
    error: { code: 'ota/same-version', params: { version: '2.0.0' } },
  });
  expect(verdictEvent(viewOf({ before }), refused, null, t)).toMatchObject({
    code: 'ota/same-version',
    message: expect.stringContaining('2.0.0'),
    version: '1.0.0',
    runningPartition: 'factory',
    sha256: { after: 'b'.repeat(64) },
  });
});

test('what the board said last goes before what the session kept', () => {
  const facts = {
    ...NO_FACTS,
    version: '1.0.0',
    runningPartition: 'factory',
    digests: { ...NO_FACTS.digests, currentFirmware: 'b'.repeat(64) },
  };
  const rolledBack = verdictOf({
    outcome: 'rolledBack',
    error: { code: 'boot/diagnostics-failed', params: {} },
  });
  expect(verdictEvent(viewOf({ before, after }), rolledBack, facts, t)).toMatchObject({
    version: '1.0.0',
    runningPartition: 'factory',
    sha256: { after: 'b'.repeat(64) },
  });
});
