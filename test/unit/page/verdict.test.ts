import { expect, test } from 'vitest';

import { evidenceRows } from '../../../renderer/verdict/evidence-text.ts';
import { agreement, headline, sideNotes, standingSentence } from '../../../renderer/verdict/verdict-text.ts';
import { boardSide, ruleFor, serverSide } from '../../../renderer/vernier/vernier-text.ts';
import type { SessionView, Verdict } from '../../../shared/ota/session-view.ts';
import { createTranslator } from '../../../shared/text/translator.ts';
import { SESSIONS } from '../../support/scripted/sessions.ts';
import { board, FACTS, NEW, OLD, SIZE_BYTES } from '../../support/scripted/values.ts';

const t = createTranslator('en');
const zh = createTranslator('zh-CN');
const one = board('bench-07');
const verdictOf = (session: SessionView): Verdict => session.verdict as Verdict;
const sentence = (session: SessionView): string => standingSentence(t, one, session, verdictOf(session));

test('the verdict’s word comes first, then its cause', () => {
  expect(headline(t, verdictOf(SESSIONS.confirmed()))).toBe('Confirmed');
  expect(headline(t, verdictOf(SESSIONS.failed()))).toBe('Failed: the board does not trust this CA');
  expect(headline(zh, verdictOf(SESSIONS.failed()))).toBe('失败：开发板不信任此 CA');
  expect(headline(t, verdictOf(SESSIONS.interrupted()))).toBe(
    'Interrupted: the serial port /dev/ttyUSB3 disappeared',
  );
});

test('the sentence says what runs now and what that rests on', () => {
  expect(sentence(SESSIONS.confirmed())).toBe(
    'bench-07 runs native_ota 1.5.0 from ota_1. All 32 digest bytes agree.',
  );
  expect(sentence(SESSIONS.failed())).toBe('It still runs 1.4.2 from ota_0.');
  expect(sentence(SESSIONS.refused())).toBe('It still runs 1.4.2 from ota_0.');
  expect(sentence(SESSIONS.rolledBack())).toBe('It runs 1.4.2 from ota_0 again.');
  expect(sentence(SESSIONS.interrupted())).toBe(
    'The update broke off; nothing was judged. It last said that it runs 1.4.2 from ota_0.',
  );
});

test('proof by ELF digest is named as such, and what is not known is not said', () => {
  const confirmed = SESSIONS.confirmed();
  const byElf = { ...confirmed, verdict: { ...verdictOf(confirmed), proof: 'elf' as const } };
  expect(sentence(byElf)).toContain('ELF digest');
  const silent = { ...SESSIONS.failed(), before: SESSIONS.pushing(0).after };
  expect(sentence(silent)).toBe('');
});

test('a less certain cause and overridden checks are said', () => {
  const failed = SESSIONS.failed();
  const doubtful = {
    ...failed,
    overridden: ['fit', 'older'] as const,
    verdict: { ...verdictOf(failed), lessCertain: true },
  };
  expect(sentence(doubtful)).toContain('its log alone');
  expect(sentence(doubtful)).toContain('fit, older');
});

test('the alert settles the cause only where it is certain whose it was', () => {
  const failed = verdictOf(SESSIONS.failed());
  expect(sideNotes(t, failed).server).toContain('unknown CA');
  expect(sideNotes(t, { ...failed, lessCertain: true }).server).toBeNull();
  expect(sideNotes(t, verdictOf(SESSIONS.refused()))).toEqual({ board: null, server: null });
});

test('digests are compared byte by byte, and not at all while one is unknown', () => {
  expect(agreement(NEW, NEW)?.filter(Boolean)).toHaveLength(32);
  expect(agreement('aabb', 'aacc')).toEqual([true, false]);
  expect(agreement(NEW, OLD)?.every((equal) => !equal)).toBe(true);
  expect(agreement(NEW, null)).toBeNull();
});

test('the evidence keeps an empty place for "after" until the board has spoken', () => {
  const rows = evidenceRows(t, SESSIONS.pushing(0), { ...FACTS, ready: false });
  expect(rows.map(({ before, expected, after, agrees }) => [before, expected, after, agrees])).toEqual([
    ['ota_0 0x110000', 'ota_1 0x210000', null, null],
    ['1.4.2', '1.5.0', null, null],
    ['–', 'passed', null, null],
  ]);
});

test('the evidence of a confirmed update agrees in every row; that of a rollback in none', () => {
  expect(evidenceRows(t, SESSIONS.confirmed(), FACTS).map(({ agrees }) => agrees)).toEqual([
    true,
    true,
    true,
  ]);
  expect(evidenceRows(t, SESSIONS.rolledBack(), FACTS).map(({ agrees }) => agrees)).toEqual([
    false,
    false,
    false,
  ]);
});

test('the ELF digest is compared over the digits that the board prints; otadata is shown and compared with nothing', () => {
  const { before, expected, after, ...rest } = SESSIONS.confirmed();
  const session = {
    ...rest,
    before: { ...before, elfSha256: 'aaaaaaaaa' },
    expected: { ...expected, elfSha256: 'c0ffee12'.repeat(8) },
    after: { ...after, elfSha256: 'c0ffee12c', otaState: 'VALID' },
  };
  expect(evidenceRows(t, session, FACTS).slice(2, 4)).toEqual([
    { name: 'ELF digest', before: 'aaaaaaaaa', expected: 'c0ffee12c', after: 'c0ffee12c', agrees: true },
    { name: 'otadata', before: '–', expected: '–', after: 'VALID', agrees: null },
  ]);
});

test('diagnostics are VALID only by the app’s own word', () => {
  const confirmed = SESSIONS.confirmed();
  const byRest = {
    ...confirmed,
    stages: confirmed.stages.map((stage) =>
      stage.stage === 'confirmed' ? { ...stage, evidence: 'No reset for 10 s' } : stage,
    ),
  };
  expect(evidenceRows(t, confirmed, FACTS)[2]?.after).toBe('passed → VALID');
  expect(evidenceRows(t, byRest, FACTS)[2]?.after).toBe('ran on without a reset');
  expect(evidenceRows(t, SESSIONS.pushing(0), { ...FACTS, pendingVerify: true })[2]?.after).toBe(
    'PENDING_VERIFY',
  );
});

test('the server’s side is named for what its bytes are', () => {
  const session = SESSIONS.pushing(0);
  expect(serverSide(t, session)).toMatchObject({ title: 'Delivered by the server', percent: '69 %' });
  const progress = { ...session.progress, bytesAre: 'handed' as const, deliveredBytes: SIZE_BYTES };
  const handed = serverSide(t, { ...session, progress });
  expect(handed).toMatchObject({ title: 'Sent by the server', size: '891 KiB', percent: '' });
  expect(handed.remark).toContain('kernel');
});

test('the board’s side says what is left and on its way, or that its firmware does not tell', () => {
  const session = SESSIONS.pushing(0);
  expect(boardSide(t, session).remark).toBe('2.7 s left · 18 KiB on the way');
  const silent = { ...session, progress: { ...session.progress, writtenBytes: null } };
  expect(boardSide(t, silent)).toMatchObject({ size: '–', percent: '' });
  expect(boardSide(t, silent).remark).toBe('this firmware prints no written length');
});

test('neither side ever reads 100 %, and none reads a figure once the board has it all', () => {
  const session = SESSIONS.pushing(0);
  const whole = { ...session.progress, deliveredBytes: SIZE_BYTES, writtenBytes: SIZE_BYTES };
  const last = { ...session, progress: whole };
  expect([serverSide(t, last).percent, boardSide(t, last).percent]).toEqual(['99 %', '99 %']);
  const behind = { ...last, writtenAtMs: 10_102, current: 'imageVerified' as const };
  expect([serverSide(t, behind).percent, boardSide(t, behind).percent]).toEqual(['', '']);
  expect(boardSide(t, behind).remark).toBe('the whole image');
});

test('the rule has at most nine labels for any image', () => {
  for (const bytes of [1, 40_000, SIZE_BYTES, 4 * 1024 * 1024, 16 * 1024 * 1024]) {
    expect(ruleFor(bytes).labelsKib.length).toBeLessThanOrEqual(9);
  }
  expect(ruleFor(SIZE_BYTES).labelsKib).toEqual([0, 128, 256, 384, 512, 640, 768]);
});
