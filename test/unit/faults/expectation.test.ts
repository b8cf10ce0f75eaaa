import { expect, test } from 'vitest';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { BoardProfile } from '../../../shared/faults/board-profile.ts';
import { profileFromFacts } from '../../../shared/faults/board-profile.ts';
import { expectationOf } from '../../../shared/faults/expectation.ts';
import type { FaultName } from '../../../shared/faults/fault.ts';
import { FAULT_GROUPS, FAULT_NAMES } from '../../../shared/faults/fault.ts';
import { paramsFor } from '../../../shared/faults/fault-body.ts';
import { FAULTS } from '../../../shared/faults/fault-table.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import { createTranslator, errorText } from '../../../shared/text/translator.ts';

const NATIVE: BoardProfile = {
  program: 'native',
  idf: '5.3',
  checksDates: false,
  checksVersion: true,
  checksHost: true,
  rollback: true,
  speaksTls13: false,
  receiveTimeoutMs: 5_000,
  slotBytes: 0x100000,
};
const expected = (name: FaultName, change: Partial<BoardProfile> = {}, params = paramsFor(name, {}, 1_000)) =>
  expectationOf(name, params, { ...NATIVE, ...change });

test('dates are looked at only where the firmware was built to', () => {
  expect(expected('expired')?.codes).toEqual(['confirmed']);
  expect(expected('expired', { checksDates: true })?.codes).toEqual(['tls/expired']);
  expect(expected('expired', { checksDates: null })?.codes).toEqual(['tls/expired', 'confirmed']);
});

test('the native example takes no redirect, the others do', () => {
  expect(expected('redirect-301')?.codes).toEqual(['http/status']);
  expect(expected('redirect-301', { program: 'simple' })?.codes).toEqual(['confirmed']);
  expect(expected('redirect-301', { program: null })?.codes).toEqual(['http/status', 'confirmed']);
});

test('the native example outlasts a stall below its timeout, and from 5.0 on none above twice as long', () => {
  const stall = (forMs: number, change: Partial<BoardProfile> = {}) =>
    expected('stall', change, { atBytes: 1, forMs, bytesPerSecond: 1 })?.codes;
  expect(stall(4_000)).toEqual(['confirmed']);
  expect(stall(7_000)).toEqual(['ota/read-error', 'confirmed']);
  expect(stall(11_000)).toEqual(['ota/read-error']);
  expect(stall(11_000, { idf: '4.4' })).toEqual(['confirmed']);
  expect(stall(11_000, { program: 'advanced' })).toEqual(['confirmed']);
  expect(stall(25_000, { program: 'advanced' })).toEqual(['timeout/writing']);
});

test('an image that never confirms itself is taken back by the next reset where rollback is on', () => {
  expect(expected('never-confirms')).toEqual({ codes: ['confirmed'], runs: 'before' });
  expect(expected('never-confirms', { rollback: false })).toEqual({ codes: ['confirmed'], runs: 'offered' });
});

test('the simple example with rollback keeps nothing it takes', () => {
  expect(expected('chunked', { program: 'simple', rollback: true })?.runs).toBe('before');
  expect(expected('chunked', { program: 'simple', rollback: false })?.runs).toBe('offered');
});

test('what a program knows no case of has no expectation', () => {
  expect(expected('last-invalid-version', { program: 'simple' })).toBeNull();
  expect(expected('last-invalid-version', { rollback: false })).toBeNull();
  expect(expected('diagnostics-fail', { program: 'advanced' })).toBeNull();
});

test('every fault has an expectation for a native board, and every code of it has words in both languages', () => {
  for (const name of FAULT_NAMES) {
    const codes = expected(name, { checksDates: null, checksHost: null, rollback: null })?.codes ?? [];
    expect(codes, name).not.toEqual([]);
    for (const language of ['en', 'zh-CN'] as const) {
      const t = createTranslator(language);
      for (const code of codes.filter((each) => each !== 'confirmed')) {
        const { message } = errorText(t, { code: code as ErrorCode, params: {} });
        expect(message, code).not.toContain('errors:');
      }
      expect(t(`faults:${name}.label`)).not.toContain('.label');
      expect(t(`faults:${name}.what`)).not.toContain('.what');
    }
  }
});

test('a board that must refuse keeps what it runs', () => {
  for (const name of FAULT_NAMES) {
    const found = expected(name);
    if (found === null || found.codes.includes('confirmed')) continue;
    expect(found.runs, name).toBe('before');
  }
});

test('the groups are all in use, and truncations alone need a filled slot', () => {
  expect(new Set(FAULT_NAMES.map((name) => FAULTS[name].group))).toEqual(new Set(FAULT_GROUPS));
  expect(FAULT_NAMES.filter((name) => FAULTS[name].needsFilledSlot)).toEqual([
    'truncated-body',
    'short-length',
  ]);
});

test('a log leaves open what it does not tell', () => {
  const facts = { ...NO_FACTS, program: 'native', idfVersion: 'v5.1.6', confirmed: true } as const;
  expect(profileFromFacts(facts)).toMatchObject({
    program: 'native',
    idf: '5.1',
    rollback: true,
    checksDates: null,
  });
});
