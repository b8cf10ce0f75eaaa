// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { LogFileState } from '../../shared/contract/log-values.ts';
import type { AppState } from '../../shared/contract/values.ts';
import type { FakeCore, Script } from '../support/fake-transport.ts';
import { refuse } from '../support/fake-transport.ts';
import { LOGS, logEntries } from '../support/scripted/log-lines.ts';
import { ScriptedLogs } from '../support/scripted/log-views.ts';
import { DEVICE, scriptFor } from '../support/scripted/states.ts';
import { cleanup, installBrowser, renderPage } from './render-page.tsx';

beforeEach(installBrowser);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const SAVED = 'file:1';
const opened = (logId: string, name: string): LogFileState => ({
  logId,
  name,
  sizeBytes: 4,
  readBytes: 4,
  lines: 3,
  phase: 'done',
  story: [],
  crashes: [],
  error: null,
});

/** The page of a bench, whose core opens any log as the same one. */
async function show(more: Partial<Script> = {}): Promise<FakeCore> {
  const lines = logEntries(LOGS.failed);
  const logs = new ScriptedLogs({ [DEVICE]: lines, [SAVED]: lines.slice(0, 3) });
  const script = scriptFor('ready');
  const core = renderPage({
    ...script,
    ...more,
    answers: {
      ...script.answers,
      ...logs.answers,
      'log.open': (_input, fake) => {
        fake.set('logFiles', [opened(SAVED, 'path.log')]);
        return { logId: SAVED };
      },
      'log.upload': ({ fileName, isLast }, fake) => {
        if (isLast) fake.set('logFiles', [opened(SAVED, fileName)]);
        return { uploadId: 'one', logId: isLast ? SAVED : null };
      },
      ...more.answers,
    },
  });
  await screen.findByRole('option', { name: /^bench-07/ });
  return core;
}

function drop(files: readonly File[], folders: readonly File[] = []): void {
  const items = [...files, ...folders].map((file) => ({
    kind: 'file',
    getAsFile: () => file,
    webkitGetAsEntry: () => ({ isDirectory: folders.includes(file) }),
  }));
  const dataTransfer = { types: ['Files'], items, files: [...files, ...folders] };
  fireEvent.dragEnter(document, { dataTransfer });
  fireEvent.drop(screen.getByTestId('drop-zone'), { dataTransfer });
}

const inputs = (core: FakeCore, request: string): unknown[] =>
  core.calls.filter(({ name }) => name === request).map(({ input }) => input);
const source = (): HTMLSelectElement => screen.getByRole('combobox', { name: 'Log of' });
const note = (): Promise<HTMLElement> => screen.findByRole('status', { name: 'What was dropped' });

for (const name of ['putty.log', 'coolterm.TXT', '00000001.raw', 'screenlog.0', 'saved.ndjson']) {
  test(`${name} that is dropped opens in the log, from whatever screen`, async () => {
    const core = await show();
    fireEvent.click(screen.getByRole('button', { name: 'Library' }));
    drop([new File(['abcd'], name)]);
    await waitFor(() => expect(source().selectedOptions[0]?.textContent).toBe(name));
    await waitFor(() =>
      expect(within(screen.getByTestId('log-lines')).queryAllByRole('listitem')).toHaveLength(3),
    );
    expect(inputs(core, 'log.upload')).toMatchObject([{ uploadId: null, fileName: name, isLast: true }]);
    expect(inputs(core, 'image.add')).toEqual([]);
    expect(screen.queryByRole('status', { name: 'What was dropped' })).toBeNull();
  });
}

test('a log whose place the shell can tell is opened there, without a copy', async () => {
  const core = await show({ pathOf: () => '/home/qa/path.log' });
  drop([new File(['abcd'], 'path.log')]);
  await waitFor(() => expect(source().value).toBe(SAVED));
  expect(inputs(core, 'log.open')).toEqual([{ path: '/home/qa/path.log' }]);
  expect(inputs(core, 'log.upload')).toEqual([]);
});

test('where the core takes no paths, a log comes in pieces', async () => {
  const script = scriptFor('ready');
  const core = await show({
    pathOf: () => '/home/qa/path.log',
    states: script.states.map((state) =>
      state.name === 'app' ? { ...state, value: { ...(state.value as AppState), paths: 'none' } } : state,
    ),
  });
  drop([new File([new Uint8Array(8 * 1024 * 1024 + 4)], 'long.log')]);
  await waitFor(() => expect(source().value).toBe(SAVED));
  expect(inputs(core, 'log.upload')).toMatchObject([
    { uploadId: null, isLast: false },
    { uploadId: 'one', isLast: true },
  ]);
});

test('a log that cannot be read says why', async () => {
  await show({
    answers: { 'log.upload': refuse({ code: 'log/not-a-log', params: { file: 'a.log', detail: 'EIO' } }) },
  });
  drop([new File(['abcd'], 'a.log')]);
  expect((await screen.findByRole('alert')).textContent).toContain('a.log');
});

test('a mixture says what was done with each', async () => {
  const script = scriptFor('ready');
  const image = script.answers['image.add'];
  const core = await show({
    answers: {
      'crash.addElf': () => ({ elfSha256: 'ab', fileName: 'app.elf', machine: 'xtensa' }),
      'image.add': (input, fake) => {
        if (input.fileName === 'page.bin')
          return refuse({ code: 'image/not-an-app', params: { file: 'page.bin', kind: 'an HTML page' } })();
        if (image === undefined) throw new Error('the script adds images');
        return image(input, fake);
      },
    },
  });
  const file = (name: string): File => new File([new Uint8Array([0xe9, 1, 2, 3])], name);
  drop(['native_ota.bin', 'app.elf', 'putty.log', 'ca.pem', 'page.bin'].map(file), [file('build')]);
  const said = await note();
  await waitFor(() => expect(said.querySelector('[data-step="reading"]')).toBeNull());
  const rows = within(said)
    .getAllByRole('listitem')
    .map((item) => [item.dataset.step, item.textContent]);
  expect(rows).toEqual([
    ['done', expect.stringMatching(/^native_ota\.bin · an image: inspected and chosen, not sent/)],
    ['done', expect.stringMatching(/^app\.elf · a program with debug information: kept/)],
    ['done', expect.stringMatching(/^putty\.log · a log: open/)],
    ['done', expect.stringMatching(/^ca\.pem · a certificate or key: laid out/)],
    ['failed', expect.stringContaining('page.bin')],
    ['failed', expect.stringContaining('does not tell where the folder build lies')],
  ]);
  expect(source().value).toBe(SAVED);
  expect(inputs(core, 'push.start')).toEqual([]);
  fireEvent.click(within(said).getByRole('button', { name: 'Show Certs' }));
  expect((await screen.findByRole('region', { name: 'Bring a certificate along' })).textContent).toContain(
    'ca.pem',
  );
  fireEvent.click(within(await note()).getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('status', { name: 'What was dropped' })).toBeNull();
});

test('a program with debug information says that it was kept', async () => {
  const core = await show();
  drop([new File(['abcd'], 'APP.ELF')]);
  await waitFor(async () =>
    expect((await note()).textContent).toContain('crashes of its firmware are decoded'),
  );
  expect(inputs(core, 'crash.addElf')).toMatchObject([{ fileName: 'APP.ELF' }]);
});

test('choosing a board leaves the saved log for the board’s own', async () => {
  await show();
  drop([new File(['abcd'], 'putty.log')]);
  await waitFor(() => expect(source().value).toBe(SAVED));
  fireEvent.click(screen.getByRole('option', { name: /^bench-07/ }));
  await waitFor(() => expect(source().value).toBe(''));
});

test('the note of a drop goes by itself where all went well and nobody is at it', async () => {
  await show();
  const waits: (() => void)[] = [];
  const real = window.setTimeout;
  vi.stubGlobal('setTimeout', (action: () => void, ms?: number) =>
    ms === 10_000 ? waits.push(action) : real(action, ms),
  );
  drop([new File(['abcd'], 'one.log'), new File(['abcd'], 'two.log')]);
  const shown = await note();
  await waitFor(() => expect(waits).toHaveLength(1));
  fireEvent.pointerEnter(shown);
  fireEvent.pointerLeave(shown);
  expect(waits).toHaveLength(2);
  act(() => waits[1]?.());
  expect(screen.queryByRole('status', { name: 'What was dropped' })).toBeNull();
});
