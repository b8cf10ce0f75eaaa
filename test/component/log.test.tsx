// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { LogFileState, SavedCrash } from '../../shared/contract/log-values.ts';
import type { LogEntry } from '../../shared/log/log-entry.ts';
import type { FakeCore } from '../support/fake-transport.ts';
import { LOGS, logEntries } from '../support/scripted/log-lines.ts';
import { ScriptedLogs } from '../support/scripted/log-views.ts';
import { DEVICE, scriptFor } from '../support/scripted/states.ts';
import { change, cleanup, installBrowser, renderPage } from './render-page.tsx';

beforeEach(installBrowser);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const OTHER = 'bench-02';

async function show(
  lines: readonly LogEntry[] = logEntries(LOGS.failed),
): Promise<{ readonly core: FakeCore; readonly logs: ScriptedLogs }> {
  const logs = new ScriptedLogs({ [DEVICE]: lines, [OTHER]: lines });
  const script = scriptFor('failed');
  const core = renderPage({ ...script, answers: { ...script.answers, ...logs.answers } });
  fireEvent.click(await screen.findByRole('option', { name: /^bench-07/ }));
  await waitFor(() => expect(texts().length).toBeGreaterThan(3));
  return { core, logs };
}

function line(seq: number, text: string, more: Partial<LogEntry> = {}): LogEntry {
  return {
    seq,
    source: 'board',
    offset: 0,
    receivedAtMs: 1_000_000 + seq * 1_000,
    level: 'I',
    tag: 'app',
    deviceTimeMs: seq,
    text,
    stage: null,
    cut: null,
    ...more,
  };
}

const savedFile = (): LogFileState => ({
  logId: 'file:1',
  name: 'teraterm.log',
  sizeBytes: 1_000,
  readBytes: 1_000,
  lines: 40,
  phase: 'done',
  story: [],
  crashes: [],
  error: null,
});

/** Lines that differ in more than numbers, so that none is folded. */
const many = (count: number): LogEntry[] =>
  Array.from({ length: count }, (_, seq) =>
    line(seq, `${seq} ${String.fromCharCode(97 + (seq % 26))}${String.fromCharCode(97 + ((seq / 26) % 26))}`),
  );

const list = (): HTMLElement => screen.getByTestId('log-lines');
const texts = (): readonly string[] =>
  within(list())
    .queryAllByRole('listitem')
    .map((item) => item.textContent ?? '');
const level = (name: RegExp): HTMLElement =>
  within(screen.getByRole('group', { name: 'Levels' })).getByRole('button', { name });
const bar = (): HTMLElement => screen.getByRole('scrollbar', { name: 'Place in the log' });
const find = (): HTMLInputElement => screen.getByLabelText<HTMLInputElement>('Find in the log');

test('the last lines of a board are shown, and what comes is added', async () => {
  const { core, logs } = await show(many(5_000));
  expect(texts().at(-1)).toContain('4999');
  await change(() => logs.add(core, DEVICE, [line(5_000, 'one line more', { level: 'W' })]));
  await waitFor(() => expect(texts().at(-1)).toContain('one line more'));
  expect(texts().length).toBeLessThan(20);
});

test('any place of a long log can be looked at: its rows are asked for', async () => {
  const { core } = await show(many(5_000));
  fireEvent.keyDown(bar(), { key: 'Home' });
  await waitFor(() => expect(texts()[0]).toContain('0 aa'));
  expect(core.calls.some(({ name }) => name === 'log.page')).toBe(true);
  fireEvent.keyDown(bar(), { key: 'PageDown' });
  await waitFor(() => expect(texts()[0]).toContain('10 ka'));
  fireEvent.keyDown(bar(), { key: 'End' });
  await waitFor(() => expect(texts().at(-1)).toContain('4999'));
  fireEvent.wheel(screen.getByTestId('log-lines').parentElement as HTMLElement, { deltaY: -180 });
  await waitFor(() => expect(texts().at(-1)).not.toContain('4999'));
});

test('levels carry their counts and are switched on and off', async () => {
  await show();
  expect(level(/^Errors, 6/).getAttribute('aria-pressed')).toBe('true');
  for (const name of [/^Warnings/, /^Information/]) fireEvent.click(level(name));
  await waitFor(() => expect(texts().some((text) => text.includes('App version'))).toBe(false));
  await waitFor(() => expect(texts().some((text) => text.includes('mbedtls_ssl_handshake'))).toBe(true));
});

test('the filter takes sources and tag:LEVEL', async () => {
  await show();
  fireEvent.click(screen.getByRole('button', { name: 'Filter' }));
  const sources = await screen.findByRole('group', { name: 'Sources' });
  for (const name of ['Server', 'Workbench'])
    fireEvent.click(within(sources).getByRole('button', { name, hidden: true }));
  await waitFor(() => expect(texts().every((text) => !text.includes('---'))).toBe(true));
  const tags = screen.getByLabelText('Tags');
  fireEvent.change(tags, { target: { value: 'native_ota_example:E' } });
  await waitFor(() => expect(texts()).toHaveLength(2));
  fireEvent.change(tags, { target: { value: 'a:b:c' } });
  expect(screen.getByText(/^Not a filter/)).toBeDefined();
  expect(texts()).toHaveLength(2);
});

test('what is found is counted, gone through and marked', async () => {
  await show(many(300));
  fireEvent.change(find(), { target: { value: ' c' } });
  expect(await screen.findByText(/^\d+ of 12$/)).toBeDefined();
  fireEvent.keyDown(find(), { key: 'Enter' });
  fireEvent.keyDown(window, { key: 'F3' });
  await waitFor(() => expect(list().querySelector('[data-pointed]')).not.toBe(null));
  expect(list().querySelectorAll('mark').length).toBeGreaterThan(0);
  fireEvent.click(screen.getByRole('button', { name: 'Show only lines that hold it' }));
  await waitFor(() => expect(texts().every((text) => text.includes(' c'))).toBe(true));
});

test('Ctrl+F goes to find, and Escape empties it', async () => {
  await show();
  fireEvent.keyDown(window, { key: 'f', ctrlKey: true });
  expect(document.activeElement).toBe(find());
  fireEvent.change(find(), { target: { value: 'x' } });
  fireEvent.keyDown(find(), { key: 'Escape' });
  await waitFor(() => expect(find().value).toBe(''));
});

test('pausing keeps what is seen and counts what comes', async () => {
  const { core, logs } = await show(many(100));
  fireEvent.click(screen.getByRole('button', { name: 'Following' }));
  expect(await screen.findByRole('button', { name: 'Paused' })).toBeDefined();
  const before = texts();
  await change(() => logs.add(core, DEVICE, [line(100, 'alpha'), line(101, 'beta')]));
  expect(texts()).toEqual(before);
  fireEvent.click(await screen.findByRole('button', { name: '2 new lines' }));
  expect(await screen.findByRole('button', { name: 'Following' })).toBeDefined();
  await waitFor(() => expect(texts().at(-1)).toContain('beta'));
});

test('lines alike are one row until they are unfolded', async () => {
  await show(Array.from({ length: 50 }, (_, seq) => line(seq, `Written image length ${seq * 1024}`)));
  fireEvent.click(await screen.findByRole('button', { name: /^--- 47 lines alike/ }));
  await waitFor(() => expect(texts().every((text) => !text.includes('alike'))).toBe(true));
});

test('selected rows are copied with all their lines', async () => {
  const written: string[] = [];
  vi.stubGlobal('navigator', {
    ...navigator,
    clipboard: { writeText: async (text: string) => written.push(text) },
  });
  await show(many(2_000));
  fireEvent.keyDown(bar(), { key: 'a', ctrlKey: true });
  fireEvent.keyDown(bar(), { key: 'c', ctrlKey: true });
  await waitFor(() => expect(written[0]?.trimEnd().split('\n')).toHaveLength(2_000));
});

test('a line is bookmarked and found again', async () => {
  const { core } = await show(many(500));
  fireEvent.keyDown(bar(), { key: 'Home' });
  await waitFor(() => expect(texts()[0]).toContain('0 aa'));
  fireEvent.keyDown(bar(), { key: 'b', ctrlKey: true });
  await waitFor(() => expect(list().querySelector('[data-bookmarked]')?.textContent).toContain('0 aa'));
  fireEvent.keyDown(bar(), { key: 'End' });
  fireEvent.keyDown(window, { key: 'F2', shiftKey: true });
  await waitFor(() => expect(list().querySelector('[data-pointed]')?.textContent).toContain('0 aa'));
  expect(core.calls).toContainEqual({ name: 'log.bookmark', input: { logId: DEVICE, seq: 0, on: true } });
});

test('jumps go on from where the last one led, and from a line that is pressed', async () => {
  await show(many(500));
  const bookmarked = (): string | undefined =>
    list().querySelector('[data-pointed]')?.textContent ?? undefined;
  for (const [key, row] of [
    ['Home', '0 aa'],
    ['PageDown', '10 ka'],
    ['PageDown', '20 ua'],
  ] as const) {
    fireEvent.keyDown(bar(), { key });
    await waitFor(() => expect(texts()[0]).toContain(row));
    fireEvent.keyDown(bar(), { key: 'b', ctrlKey: true });
    await waitFor(() => expect(list().querySelector('[data-bookmarked]')?.textContent).toContain(row));
  }
  fireEvent.keyDown(bar(), { key: 'Home' });
  await waitFor(() => expect(texts()[0]).toContain('0 aa'));
  for (const row of ['10 ka', '20 ua']) {
    fireEvent.keyDown(window, { key: 'F2' });
    await waitFor(() => expect(bookmarked()).toContain(row));
  }
  const pressed = (text: string): void => {
    const item = within(list()).getByText(text, { exact: false }).closest('li') as HTMLElement;
    document.elementFromPoint = () => item;
    fireEvent(item, new MouseEvent('pointerdown', { bubbles: true, button: 0 }));
  };
  const back = async (row: string): Promise<void> => {
    fireEvent.keyDown(window, { key: 'F2', shiftKey: true });
    await waitFor(() => expect(bookmarked()).toContain(row));
  };
  pressed('18 sa');
  await back('10 ka');
  await back('0 aa');
  fireEvent.keyDown(bar(), { key: 'PageDown' });
  await waitFor(() => expect(texts()[0]).toContain('10 ka'));
  pressed('12 ma');
  await back('10 ka');
});

test('a jump right after the find was emptied stays pointed to', async () => {
  await show(many(300));
  fireEvent.keyDown(bar(), { key: 'Home' });
  await waitFor(() => expect(texts()[0]).toContain('0 aa'));
  fireEvent.keyDown(bar(), { key: 'b', ctrlKey: true });
  fireEvent.change(find(), { target: { value: '290 ' } });
  await waitFor(() => expect(list().querySelector('[data-pointed]')?.textContent).toContain('290 '));
  fireEvent.change(find(), { target: { value: '' } });
  fireEvent.keyDown(window, { key: 'F2', shiftKey: true });
  const pointed = (): string => list().querySelector('[data-pointed]')?.textContent ?? '';
  await waitFor(() => expect(pointed()).toContain('0 aa'));
  await act(() => new Promise((resolve) => setTimeout(resolve, 300)));
  expect(pointed()).toContain('0 aa');
});

test('a stage leads to its line, and a line lights up its stage', async () => {
  await show();
  fireEvent.click(screen.getByRole('button', { name: /^Board ready, done/ }));
  await waitFor(() =>
    expect(list().querySelector('[data-pointed]')?.textContent).toContain('Running partition'),
  );
  const inLog = within(list()).getAllByRole('button', { name: 'Board ready' })[0];
  if (inLog === undefined) throw new Error('the line of the stage is in sight');
  fireEvent.click(inLog);
  const marker = screen.getByRole('button', { name: /^Board ready, done/ });
  await waitFor(() => expect(marker.dataset.lit).toBe('true'));
});

test('times and wrapping are settings', async () => {
  const { core } = await show();
  fireEvent.click(screen.getByRole('button', { name: 'How the log is shown' }));
  fireEvent.click(await screen.findByRole('switch', { name: 'Wrap long lines' }));
  await waitFor(() => expect(list().parentElement?.dataset.wrap).toBe('true'));
  expect(core.get('settings')?.log.wrap).toBe(true);
});

test('letters have their size, and text that is to stand out does, upper and lower case alike', async () => {
  const { core } = await show(many(40));
  const settings = core.get('settings');
  if (settings === null) throw new Error('the script has settings');
  const highlights = [{ text: 'NB', tone: 'ok' as const }];
  await change(() => core.set('settings', { ...settings, log: { ...settings.log, fontPx: 15, highlights } }));
  expect(list().parentElement?.style.getPropertyValue('--log-font')).toBe('15px');
  await waitFor(() => expect(list().querySelector('.tone.ok')?.textContent).toBe('nb'));
});

test('the time before each line is the clock, the board’s own, or counted from the first line or the push', async () => {
  const { core } = await show([line(0, 'first'), line(1, 'second'), line(2, 'third'), line(3, 'last')]);
  const settings = core.get('settings');
  if (settings === null) throw new Error('the script has settings');
  const times = async (stamps: typeof settings.log.stamps): Promise<unknown> => {
    await change(() => core.set('settings', { ...settings, log: { ...settings.log, stamps } }));
    await waitFor(() => expect(list().parentElement?.dataset.stamps).toBe(stamps));
    const rows = within(list()).getAllByRole('listitem');
    return rows.map((row) => row.querySelector('time')?.textContent ?? null)[2];
  };
  expect(await times('host')).toMatch(/^\d\d:16:42\.000$/);
  expect(await times('device')).toBe('00:00:00.002');
  expect(await times('relative')).toBe('00:00:02.000');
  expect(await times('sincePush')).toBe('');
  expect(await times('none')).toBe(null);
});

test('another board beside it is shown at the time that the first is scrolled to', async () => {
  await show(many(2_000));
  fireEvent.click(screen.getByRole('button', { name: 'How the log is shown' }));
  fireEvent.click((await screen.findAllByLabelText('Beside it'))[0] as HTMLElement);
  fireEvent.click(await screen.findByRole('option', { name: OTHER, hidden: true }));
  const beside = within(await screen.findByRole('region', { name: `Beside it: ${OTHER}` }));
  const firstBeside = (): string => beside.queryAllByRole('listitem')[0]?.textContent ?? '';
  await waitFor(() => expect(firstBeside()).toContain('19'));
  const [mine] = screen.getAllByRole('scrollbar', { name: 'Place in the log' });
  fireEvent.keyDown(mine as HTMLElement, { key: 'Home' });
  await waitFor(() => expect(firstBeside()).toContain('0 aa'));
  fireEvent.keyDown(mine as HTMLElement, { key: 'PageDown' });
  await waitFor(() => expect(firstBeside()).toContain('10 ka'));
  fireEvent.keyDown(mine as HTMLElement, { key: 'End' });
  await waitFor(() => expect(beside.queryAllByRole('listitem').at(-1)?.textContent).toContain('1999'));
});

test('another board stands beside it', async () => {
  await show();
  fireEvent.click(screen.getByRole('button', { name: 'How the log is shown' }));
  fireEvent.click((await screen.findAllByLabelText('Beside it'))[0] as HTMLElement);
  fireEvent.click(await screen.findByRole('option', { name: OTHER, hidden: true }));
  expect(await screen.findByRole('region', { name: `Beside it: ${OTHER}` })).toBeDefined();
});

test('a saved log is looked at like a board’s, and says what happened', async () => {
  const { core, logs } = await show();
  logs.add(core, 'file:1', many(40));
  core.set('logFiles', [
    { ...savedFile(), story: [{ seq: 7, atMs: 0, kind: 'boot', params: { reason: 'POWERON_RESET' } }] },
  ]);
  fireEvent.change(await screen.findByRole('combobox', { name: 'Log of' }), { target: { value: 'file:1' } });
  await waitFor(() => expect(texts().at(-1)).toContain('39 nb'));
  fireEvent.click(await screen.findByRole('button', { name: 'Start: POWERON_RESET' }));
  await waitFor(() => expect(list().querySelector('[data-pointed]')?.textContent).toContain('7 ha'));
  fireEvent.click(screen.getByRole('button', { name: 'Close teraterm.log' }));
  await waitFor(() =>
    expect(core.calls).toContainEqual({ name: 'log.closeFile', input: { logId: 'file:1' } }),
  );
});

test('a crash in a saved log is said in one sentence, with its calls or what is missing for them', async () => {
  const { core, logs } = await show();
  logs.add(core, 'file:1', many(40));
  const panic = "Guru Meditation Error: Core  0 panic'ed (IntegerDivideByZero).";
  const file = (calls: SavedCrash['calls']): LogFileState => ({
    ...savedFile(),
    story: [{ seq: 12, atMs: 0, kind: 'panic', params: { text: panic } }],
    crashes: [{ seq: 12, atMs: 0, kind: 'divide-by-zero', text: panic, calls }],
  });
  core.set('logFiles', [file({ kind: 'elfMissing', elf: '0123456789abcdef' })]);
  fireEvent.change(await screen.findByRole('combobox', { name: 'Log of' }), { target: { value: 'file:1' } });
  const chips = await screen.findAllByRole('button', { name: /^Panic: Guru Meditation/ });
  expect(chips).toHaveLength(1);
  fireEvent.click(chips[0] as HTMLElement);
  await waitFor(() => expect(list().querySelector('[data-pointed]')?.textContent).toContain('12 ma'));
  const note = screen.getByRole('region', { name: 'The crash at line 13' });
  expect(note.textContent).toContain('The program divided by zero.');
  expect(note.textContent).toContain('the ELF file 0123456789abcdef of this firmware is not known');
  const calls = ['0x400d0051: divide at /project/main/crash.c:14'];
  await change(() => core.set('logFiles', [file({ kind: 'calls', calls, tool: null, ends: 'corrupted' })]));
  expect(note.textContent).toContain(calls[0]);
  expect(note.textContent).toContain('this backtrace is damaged');
  fireEvent.click(within(note).getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('region', { name: 'The crash at line 13' })).toBeNull();
});

test('a saved log that does not say when its lines came shows no empty column for it', async () => {
  const { core, logs } = await show();
  expect(list().parentElement?.dataset.stamps).toBe('host');
  logs.add(core, 'file:1', [line(0, 'a', { receivedAtMs: 0 }), line(1, 'b', { receivedAtMs: 0 })]);
  core.set('logFiles', [savedFile()]);
  fireEvent.change(await screen.findByRole('combobox', { name: 'Log of' }), { target: { value: 'file:1' } });
  await waitFor(() => expect(list().parentElement?.dataset.stamps).toBe('none'));
});

test('only the ROM’s own lines are called its', async () => {
  const said = [
    'rst:0x1 (POWERON_RESET)',
    'ESP-ROM:esp32c3-api1-20210207',
    'Backtrace: 0x400d0051:0x3ffb5a10',
    '',
  ];
  await show(said.map((text, seq) => line(seq, text, { tag: null, level: null, deviceTimeMs: null })));
  const tags = within(list())
    .getAllByRole('listitem')
    .map((item) => item.querySelector('b')?.textContent);
  expect(tags).toEqual(['rom', 'rom', '', '']);
});

test('the height of the log moves with the arrow keys and is remembered', async () => {
  const { core } = await show();
  fireEvent.keyDown(screen.getByRole('separator', { name: 'Height of the log' }), { key: 'ArrowUp' });
  await waitFor(() =>
    expect(core.calls).toContainEqual({ name: 'settings.update', input: { logHeight: 218 } }),
  );
  expect(document.documentElement.style.getPropertyValue('--log-height')).toBe('218px');
});

test('a typed line goes to the board', async () => {
  const { core } = await show();
  fireEvent.click(screen.getByRole('button', { name: 'Type to the board' }));
  const input = await screen.findByRole('textbox', { name: 'Type to the board' });
  fireEvent.change(input, { target: { value: 'help' } });
  fireEvent.submit(input);
  await waitFor(() =>
    expect(core.calls).toContainEqual({ name: 'board.send', input: { deviceId: DEVICE, text: 'help\n' } }),
  );
});
