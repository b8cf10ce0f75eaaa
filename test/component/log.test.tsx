// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { LogEntry } from '../../shared/log/log-entry.ts';
import { DEVICE, scriptFor } from '../support/scripted/states.ts';
import { change, cleanup, installBrowser, renderPage } from './render-page.tsx';

beforeEach(installBrowser);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function show(): Promise<ReturnType<typeof renderPage>> {
  const core = renderPage(scriptFor('failed'));
  fireEvent.click(await screen.findByRole('option', { name: /^bench-07/ }));
  await screen.findByText(/rst:0x1/);
  return core;
}

const list = (): HTMLElement => screen.getByTestId('log-lines');
const texts = (): readonly string[] =>
  within(list())
    .getAllByRole('listitem')
    .map((item) => item.textContent ?? '');
const level = (name: RegExp): HTMLElement =>
  within(screen.getByRole('group', { name: 'Levels' })).getByRole('button', { name });

test('the past of a board is shown, and what comes is added', async () => {
  const core = await show();
  const next: LogEntry = {
    seq: core.get('board', DEVICE)?.log.entries ?? 0,
    source: 'board',
    offset: 0,
    receivedAtMs: Date.now(),
    level: 'W',
    tag: 'wifi',
    deviceTimeMs: 1,
    text: 'one line more',
    stage: null,
    cut: null,
  };
  fireEvent.change(screen.getByLabelText('Find in the log'), { target: { value: 'one line' } });
  expect(await screen.findByText('No line passes the filter.')).toBeDefined();
  await change(() => core.send('log', { deviceId: DEVICE, entries: [next], dropped: 0 }));
  expect(texts()).toHaveLength(1);
  expect(texts()[0]).toContain('one line more');
});

test('levels carry their counts and are switched on and off', async () => {
  await show();
  expect(level(/^Errors, 6/).getAttribute('aria-pressed')).toBe('true');
  for (const name of [/^Warnings/, /^Information/]) fireEvent.click(level(name));
  await waitFor(() => expect(texts().some((text) => text.includes('App version'))).toBe(false));
  expect(texts().some((text) => text.includes('mbedtls_ssl_handshake'))).toBe(true);
});

test('sources are switched on and off', async () => {
  await show();
  const sources = screen.getByRole('group', { name: 'Sources' });
  for (const name of ['Board', 'Server']) fireEvent.click(within(sources).getByRole('button', { name }));
  await waitFor(() => expect(texts().every((text) => text.includes('---'))).toBe(true));
});

test('find takes tag:level', async () => {
  await show();
  fireEvent.change(screen.getByLabelText('Find in the log'), { target: { value: 'native_ota_example:E' } });
  await waitFor(() => expect(texts()).toHaveLength(2));
});

test('Ctrl+F goes to find, and Escape empties it', async () => {
  await show();
  fireEvent.keyDown(window, { key: 'f', ctrlKey: true });
  const find = screen.getByLabelText<HTMLInputElement>('Find in the log');
  expect(document.activeElement).toBe(find);
  fireEvent.change(find, { target: { value: 'x' } });
  fireEvent.keyDown(find, { key: 'Escape' });
  await waitFor(() => expect(find.value).toBe(''));
});

test('pausing keeps the place and counts what comes', async () => {
  const core = await show();
  fireEvent.click(screen.getByRole('button', { name: 'Following' }));
  expect(screen.getByRole('button', { name: 'Paused' })).toBeDefined();
  const first = core.get('board', DEVICE)?.log.entries ?? 0;
  const entries = ['alpha', 'beta'].map(
    (text, i): LogEntry => ({
      seq: first + i,
      source: 'board',
      offset: 0,
      receivedAtMs: 0,
      level: 'I',
      tag: 'app',
      deviceTimeMs: null,
      text,
      stage: null,
      cut: null,
    }),
  );
  await change(() => core.send('log', { deviceId: DEVICE, entries, dropped: 0 }));
  fireEvent.click(await screen.findByRole('button', { name: '2 new lines' }));
  expect(await screen.findByRole('button', { name: 'Following' })).toBeDefined();
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

test('a typed line goes to the board with one line feed', async () => {
  const core = await show();
  fireEvent.click(screen.getByRole('button', { name: 'Type to the board' }));
  const input = await screen.findByRole('textbox', { name: 'Type to the board' });
  fireEvent.change(input, { target: { value: 'help' } });
  fireEvent.submit(input);
  await waitFor(() =>
    expect(core.calls).toContainEqual({ name: 'board.send', input: { deviceId: DEVICE, text: 'help\n' } }),
  );
});

test('the height of the log moves with the arrow keys and is remembered', async () => {
  const core = await show();
  fireEvent.keyDown(screen.getByRole('separator', { name: 'Height of the log' }), { key: 'ArrowUp' });
  await waitFor(() =>
    expect(core.calls).toContainEqual({ name: 'settings.update', input: { logHeight: 218 } }),
  );
  expect(document.documentElement.style.getPropertyValue('--log-height')).toBe('218px');
});
