import { expect, test } from 'vitest';

import type { BenchAction, BenchState } from '../../../renderer/bench/bench-state.ts';
import { benchReducer, START } from '../../../renderer/bench/bench-state.ts';
import { gateOf } from '../../../renderer/bench/gate.ts';
import { phaseOf, shownSession } from '../../../renderer/bench/phase.ts';
import { readImageFile } from '../../../renderer/bench/read-image-file.ts';
import { flashLayout } from '../../../renderer/flash/flash-layout.ts';
import type { SlotInput } from '../../../renderer/flash/slot-notes.ts';
import { slotNote } from '../../../renderer/flash/slot-notes.ts';
import { problemError } from '../../../renderer/image/problem.ts';
import { gateText, slotSentences } from '../../../renderer/preflight/action-text.ts';
import { checkText, inOrder } from '../../../renderer/preflight/check-text.ts';
import { DEFAULT_SERVER } from '../../../renderer/settings/defaults.ts';
import { MAX_IMAGE_BYTES } from '../../../shared/contract/contract.ts';
import { DEFAULT_SETTINGS } from '../../../shared/contract/settings.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import { createTranslator } from '../../../shared/text/translator.ts';
import { SESSIONS } from '../../support/scripted/sessions.ts';
import { board, check, FACTS, IMAGE, IMAGE_FACTS, IMAGE_ID } from '../../support/scripted/values.ts';

const t = createTranslator('en');
const one = board('one');
const after = (...actions: readonly BenchAction[]): BenchState => actions.reduce(benchReducer, START);

test('the bench is empty, ready, running or ended by its board and image', () => {
  expect(phaseOf(null, null, null)).toBe('empty');
  expect(phaseOf(one, IMAGE, null)).toBe('ready');
  expect(phaseOf(one, { ...IMAGE, facts: { ...IMAGE_FACTS, kind: 'bootloader' } }, null)).toBe('notAnApp');
  expect(phaseOf(board('one', { session: SESSIONS.pushing(0) }), null, null)).toBe('running');
  const ended = board('one', { session: SESSIONS.failed() });
  expect(phaseOf(ended, IMAGE, null)).toBe('ended');
  expect(phaseOf(ended, IMAGE, 'push-1')).toBe('ready');
  expect(shownSession(ended, 'ready')).toBeNull();
});

test('an image is chosen for one board and offered to all without a choice of their own', () => {
  const state = after({ kind: 'chooseImage', deviceId: 'one', imageId: 'a', dismiss: null });
  expect(state).toMatchObject({ imageId: 'a', imageByBoard: { one: 'a' }, dismissed: {} });
});

test('choosing an image after a verdict puts that verdict aside', () => {
  const state = after({ kind: 'chooseImage', deviceId: 'one', imageId: 'a', dismiss: 'push-1' });
  expect(state.dismissed).toEqual({ one: 'push-1' });
});

test('a verdict that is put aside leaves its image, unless another was chosen', () => {
  const dismiss = { kind: 'dismissVerdict', deviceId: 'one', pushId: 'push-1', imageId: 'old' } as const;
  expect(after(dismiss)).toMatchObject({ imageByBoard: { one: 'old' }, dismissed: { one: 'push-1' } });
  const chosen = { kind: 'chooseImage', deviceId: 'one', imageId: 'new', dismiss: null } as const;
  expect(after(chosen, dismiss).imageByBoard).toEqual({ one: 'new' });
});

test('an override counts for one board, one image and one check', () => {
  const fit = { kind: 'override', deviceId: 'one', imageId: 'a', name: 'fit' } as const;
  expect(after({ ...fit, on: true }).overrides).toEqual({ 'one/a': ['fit'] });
  expect(after({ ...fit, on: true }, { ...fit, on: false }).overrides).toEqual({ 'one/a': [] });
});

test('the same line can be pointed to twice', () => {
  const point = { kind: 'pointToLine', deviceId: 'one', seq: 4 } as const;
  expect(after(point, point).pointer).toEqual({ deviceId: 'one', seq: 4, nth: 2 });
});

test('the button opens when nothing stands in its way, and says what does', () => {
  const report = { deviceId: 'one', imageId: IMAGE_ID, checks: [check('chip', 'passed')] };
  const failing = { ...report, checks: [check('fit', 'failed'), check('older', 'warned')] };
  const gates = [
    gateOf(one, IMAGE, report, []),
    gateOf(one, null, report, []),
    gateOf(null, IMAGE, report, []),
    gateOf(board('one', { link: 'gone' }), IMAGE, report, []),
    gateOf(one, IMAGE, null, []),
    gateOf(one, { ...IMAGE, available: false }, report, []),
    gateOf(one, { ...IMAGE, facts: { ...IMAGE_FACTS, kind: 'elf' } }, report, ['fit']),
    gateOf(one, IMAGE, failing, []),
    gateOf(one, IMAGE, failing, ['fit']),
  ];
  expect(gates.map(({ kind }) => kind)).toEqual([
    'open',
    'noImage',
    'noBoard',
    'portClosed',
    'checking',
    'notServed',
    'notAnApp',
    'checksFailed',
    'open',
  ]);
  for (const gate of gates) expect(gateText(t, gate) === null).toBe(gate.kind === 'open');
});

test('the button says which slot is written and which stays bootable', () => {
  expect(slotSentences(t, one, IMAGE)).toEqual({
    writes: 'Writes ota_1 at 0x210000.',
    stays: 'Slot ota_0 with 1.4.2 stays bootable until 1.5.0 is proven.',
  });
  expect(slotSentences(t, board('one', { facts: NO_FACTS }), IMAGE)).toBeNull();
});

test('checks stand failures first and warnings last; what nobody can say is left out', () => {
  const checks = [
    check('older', 'warned'),
    check('chip', 'passed'),
    check('fit', 'notKnown'),
    check('reach', 'failed'),
  ];
  expect(inOrder(checks).map(({ name }) => name)).toEqual(['reach', 'chip', 'older']);
});

test('a check has a name, a result and what was compared', () => {
  const words = checkText(t, check('version', 'passed', { board: '1.4.2', version: '1.5.0' }));
  expect(words).toMatchObject({ name: 'Version differs', result: 'passed', detail: '1.4.2 → 1.5.0' });
});

test('a problem of an image names its file', () => {
  const problem = { code: 'image/not-an-app', params: { kind: 'bootloader' } } as const;
  expect(problemError(problem, IMAGE)).toEqual({
    code: 'image/not-an-app',
    params: { kind: 'bootloader', file: 'native_ota.bin' },
  });
});

test('a file above 16 MiB is refused before it is read, and one that cannot be read is named', async () => {
  const huge = {
    name: 'dump.bin',
    size: 17 * 1024 * 1024,
    arrayBuffer: () => Promise.reject(new Error('read')),
  };
  await expect(readImageFile(huge)).rejects.toMatchObject({ code: 'image/too-big-file' });
  const gone = { name: 'app.bin', size: 4096, arrayBuffer: () => Promise.reject(new Error('not found')) };
  await expect(readImageFile(gone)).rejects.toMatchObject({
    code: 'image/unreadable',
    params: { file: 'app.bin', detail: 'not found' },
  });
  const file = new File([new Uint8Array([0xe9, 1])], 'app.bin');
  expect(await readImageFile(file)).toEqual({ fileName: 'app.bin', bytes: new Uint8Array([0xe9, 1]) });
});

test('limits and defaults of the page are those of the contract, which it does not load', async () => {
  expect(DEFAULT_SERVER).toEqual(DEFAULT_SETTINGS.server);
  const unread = { name: 'a.bin', arrayBuffer: () => Promise.reject(new Error('read')) };
  const code = (size: number): Promise<unknown> =>
    readImageFile({ ...unread, size }).catch((thrown: { code: string }) => thrown.code);
  expect(await code(MAX_IMAGE_BYTES)).toBe('image/unreadable');
  expect(await code(MAX_IMAGE_BYTES + 1)).toBe('image/too-big-file');
});

test('the flash is laid out without a gap from its first byte to its last', () => {
  const layout = flashLayout(FACTS);
  expect(layout?.sizeBytes).toBe(0x40_0000);
  let cursor = 0;
  for (const block of layout?.blocks ?? []) {
    expect(block.offset).toBe(cursor);
    cursor += block.sizeBytes;
  }
  expect(cursor).toBe(0x40_0000);
  expect(layout?.blocks.map(({ label, kind }) => label ?? kind)).toEqual([
    'head',
    'factory',
    'ota_0',
    'ota_1',
    'free',
  ]);
  expect(layout?.loupe.blocks.map(({ label }) => label)).toEqual([
    'bootloader',
    'partition table',
    'nvs',
    'otadata',
    'phy_init',
  ]);
});

test('without a partition table there is no map, and without the chip’s size it ends at the next MiB', () => {
  expect(flashLayout(NO_FACTS)).toBeNull();
  expect(flashLayout({ ...FACTS, flashSizeBytes: null })).toMatchObject({
    sizeBytes: 0x40_0000,
    sizeIsKnown: false,
  });
});

test('each slot says what it holds and what happens to it', () => {
  const note = (label: string, more: Partial<SlotInput>): string => {
    const input: SlotInput = { board: one, image: IMAGE, phase: 'ready', session: null, ...more };
    const { version, note: said, usedBytes } = slotNote(label, input);
    return [version, said, usedBytes].map((part) => part ?? '–').join(' ');
  };
  expect(note('ota_0', {})).toBe('1.4.2 runs –');
  expect(note('ota_1', {})).toBe('– willBeWritten –');
  expect(note('ota_1', { phase: 'empty', image: null })).toBe('– – –');
  expect(note('ota_1', { session: SESSIONS.pushing(0), phase: 'running' })).toBe('1.5.0 beingWritten 611328');
  const updated = board('one', { facts: { ...FACTS, runningPartition: 'ota_1', version: '1.5.0' } });
  const trial = { ...SESSIONS.confirmed(), verdict: null, current: 'confirmed' } as const;
  expect(note('ota_1', { board: updated, session: trial, phase: 'running' })).toBe('1.5.0 onTrial 912384');
  expect(note('ota_0', { board: updated, session: trial, phase: 'running' })).toBe('1.4.2 canRollBackTo –');
  const confirmed = { board: updated, session: SESSIONS.confirmed(), phase: 'ended' } as const;
  expect(note('ota_1', confirmed)).toBe('1.5.0 proven 912384');
  expect(note('ota_0', confirmed)).toBe('1.4.2 canRollBackTo –');
  expect(note('ota_1', { session: SESSIONS.failed(), phase: 'ended' })).toBe('– untouched –');
  expect(note('ota_1', { session: SESSIONS.interrupted(), phase: 'ended' })).toBe('– unfinished 409600');
});
