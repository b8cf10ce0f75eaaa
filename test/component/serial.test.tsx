// @vitest-environment jsdom
import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { SerialState } from '../../shared/contract/serial-values.ts';
import type { FakeCore } from '../support/fake-transport.ts';
import { DEVICE, scriptFor } from '../support/scripted/states.ts';
import { change, cleanup, installBrowser, renderPage } from './render-page.tsx';

beforeEach(installBrowser);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const SERIAL: SerialState = {
  deviceId: DEVICE,
  lines: { dtr: false, rts: false },
  advice: [],
  mac: null,
  macSeen: false,
  nameKey: DEVICE,
};

async function page(serial: Partial<SerialState> = {}): Promise<FakeCore> {
  const core = renderPage(scriptFor('ready'));
  core.set('serial', { ...SERIAL, ...serial }, DEVICE);
  fireEvent.click(await screen.findByRole('option', { name: /bench-07/ }));
  return core;
}

const called = (core: FakeCore, name: string): readonly unknown[] =>
  core.calls.filter((call) => call.name === name).map(({ input }) => input);

async function typing(core: FakeCore): Promise<HTMLInputElement> {
  fireEvent.click(await screen.findByRole('button', { name: 'Type to the board' }));
  const input = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Type to the board' });
  expect(core.calls.length).toBeGreaterThan(0);
  return input;
}

test('a wrong baud rate offers others; one click takes one', async () => {
  const core = await page({
    advice: [{ code: 'serial/garbled', params: { baudRate: 115_200, rates: '74880, 921600' } }],
  });
  expect(await screen.findByText(/no text: the baud rate is most likely wrong/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: '74880' }));
  expect(called(core, 'board.setBaudRate')).toEqual([{ deviceId: DEVICE, baudRate: 74_880 }]);
});

test('data that stopped offers to reopen, and can be put aside', async () => {
  const core = await page({
    advice: [{ code: 'serial/stalled', params: { path: '/dev/ttyUSB3', seconds: 30 } }],
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Reopen the port' }));
  expect(called(core, 'board.reopen')).toEqual([{ deviceId: DEVICE }]);
  const note = screen.getByText(/was talking/).closest('.error-note') as HTMLElement;
  fireEvent.click(within(note).getByRole('button', { name: 'Close' }));
  expect(called(core, 'board.dismissAdvice')).toEqual([{ deviceId: DEVICE, code: 'serial/stalled' }]);
});

test('a line is sent with its line end, and comes back with the arrow; control keys go at once', async () => {
  const core = await page();
  const input = await typing(core);
  fireEvent.change(input, { target: { value: 'restart' } });
  fireEvent.submit(input);
  fireEvent.keyDown(input, { key: 'ArrowUp' });
  expect(input.value).toBe('restart');
  fireEvent.keyDown(input, { key: 'ArrowDown' });
  expect(input.value).toBe('');
  fireEvent.keyDown(input, { key: 'c', ctrlKey: true });
  fireEvent.keyDown(input, { key: ']', ctrlKey: true });
  expect(called(core, 'board.send')).toEqual([
    { deviceId: DEVICE, text: 'restart\n' },
    { deviceId: DEVICE, text: '\u0003' },
    { deviceId: DEVICE, text: '\u001d' },
  ]);
});

test.each([
  ['Ctrl+T', { key: 't', ctrlKey: true }],
  ['F8', { key: 'F8' }],
])('%s opens the monitor’s menu in the log; the letter acts, with Ctrl too', async (_name, key) => {
  const core = await page();
  const input = await typing(core);
  input.focus();
  fireEvent.keyDown(input, key);
  const menu = await screen.findByRole('menu', { name: 'Monitor menu' });
  expect(within(menu).getAllByRole('menuitem')).toHaveLength(6);
  fireEvent.keyDown(input, { key: 'r' });
  expect(screen.queryByRole('menu', { name: 'Monitor menu' })).toBeNull();
  fireEvent.keyDown(input, key);
  fireEvent.keyDown(input, { key: 'p', ctrlKey: true });
  fireEvent.keyDown(input, key);
  fireEvent.keyDown(input, { key: 'Escape' });
  expect(called(core, 'board.reset')).toEqual([{ deviceId: DEVICE }]);
  expect(called(core, 'board.enterDownload')).toEqual([{ deviceId: DEVICE }]);
  expect(called(core, 'board.send')).toEqual([]);
});

test('the menu of a browser is named by the key that browsers leave free', async () => {
  const core = await page();
  await change(() => {
    const app = core.get('app');
    if (app !== null) core.set('app', { ...app, shell: 'station' });
  });
  const input = await typing(core);
  input.focus();
  fireEvent.keyDown(input, { key: 'F8' });
  const menu = await screen.findByRole('menu', { name: 'Monitor menu' });
  expect(within(menu).getByText('F8')).toBeDefined();
});

test('a port’s own sequence is checked as it is typed, and its lines can be set', async () => {
  const core = await page();
  fireEvent.click(await screen.findByRole('button', { name: /^Actions for/ }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Port settings' }));
  const dialog = await screen.findByRole('dialog');
  fireEvent.click(within(dialog).getByRole('button', { name: 'RTS released' }));
  expect(called(core, 'board.setLines')).toEqual([{ deviceId: DEVICE, dtr: false, rts: true }]);
  const field = within(dialog).getByRole('textbox', { name: 'Reset sequence' });
  fireEvent.change(field, { target: { value: 'D0|X1' } });
  expect(within(dialog).getByText(/Character 4: a step begins with D, R, U or W/)).toBeDefined();
  expect(within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true);
  fireEvent.change(field, { target: { value: 'D0|R1|W0.2|R0' } });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  expect(called(core, 'settings.update')).toMatchObject([
    { serial: { boards: { [DEVICE]: { resetSequence: 'D0|R1|W0.2|R0' } } } },
  ]);
});
