// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { summaryOf } from '../../electron/core/image/image-summary.ts';
import { refuse } from '../support/fake-transport.ts';
import { withNetwork } from '../support/scripted/network.ts';
import { DEVICE, scriptFor } from '../support/scripted/states.ts';
import { board, check, FACTS, IMAGE, IMAGE_ID } from '../support/scripted/values.ts';
import { change, cleanup, installBrowser, renderPage } from './render-page.tsx';

beforeEach(installBrowser);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const choose = async (name: RegExp): Promise<void> => {
  fireEvent.click(await screen.findByRole('option', { name }));
};
const dropFile = (name = 'native_ota.bin'): void => {
  const file = new File([new Uint8Array([0xe9, 0, 1])], name);
  fireEvent.change(screen.getByTestId('image-input'), { target: { files: [file] } });
};
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });

test('a first start says what to do, and adds a virtual board on a click', async () => {
  const core = renderPage(scriptFor('first'));
  expect(await screen.findByText('No board')).toBeDefined();
  expect(screen.getByRole('heading', { name: /Drop an app image/ })).toBeDefined();
  fireEvent.click(button('Add virtual ESP32'));
  expect(await screen.findByRole('option', { name: /virtual-2/ })).toBeDefined();
  expect(core.calls).toContainEqual({ name: 'virtual.add', input: { name: null } });
});

test('the lines that firmware needs can be read and copied', async () => {
  renderPage(scriptFor('first'));
  fireEvent.click(await screen.findByRole('button', { name: /Lines to copy/ }));
  const dialog = await screen.findByRole('dialog');
  expect(await within(dialog).findByText(/EMBED_TXTFILES/)).toBeDefined();
  expect(within(dialog).getByText(/FIRMWARE_UPG_URL="FROM_STDIN"/)).toBeDefined();
  expect(within(dialog).getAllByRole('button', { name: 'Copy' })).toHaveLength(3);
});

test('boards are walked through with the arrow keys', async () => {
  renderPage(scriptFor('empty'));
  await choose(/^bench-07/);
  fireEvent.keyDown(screen.getByRole('option', { name: /^bench-07/ }), { key: 'ArrowUp' });
  await waitFor(() =>
    expect(screen.getByRole('option', { name: /^bench-06/ }).getAttribute('aria-selected')).toBe('true'),
  );
  fireEvent.keyDown(screen.getByRole('option', { name: /^bench-06/ }), { key: 'End' });
  await waitFor(() => expect(document.activeElement?.textContent).toContain('virtual-1'));
});

test('dropping a file inspects it and sends nothing; the click pushes it', async () => {
  const core = renderPage(scriptFor('empty'));
  await choose(/^bench-07/);
  dropFile();
  const flash = await screen.findByRole('button', { name: /Flash over Wi-Fi/ });
  expect(core.calls.some(({ name }) => name === 'push.start')).toBe(false);
  await waitFor(() => expect(flash.getAttribute('aria-disabled')).toBe('false'));
  expect(screen.getByText('912,384 B')).toBeDefined();
  expect(screen.getByText('Writes ota_1 at 0x210000.')).toBeDefined();
  fireEvent.click(flash);
  await waitFor(() =>
    expect(core.calls).toContainEqual({
      name: 'push.start',
      input: {
        deviceId: DEVICE,
        imageId: IMAGE_ID,
        override: [],
        reset: false,
        sendUrl: true,
        timeoutMs: null,
      },
    }),
  );
});

test('Ctrl+Enter presses the button, and not while it is closed', async () => {
  const core = renderPage(scriptFor('empty'));
  await choose(/^bench-08/);
  dropFile();
  await screen.findByText(/The port of this board is closed/);
  fireEvent.keyDown(document.documentElement, { key: 'Enter', ctrlKey: true });
  await choose(/^bench-07/);
  await waitFor(() => expect(button(/Flash over Wi-Fi/).getAttribute('aria-disabled')).toBe('false'));
  expect(core.calls.some(({ name }) => name === 'push.start')).toBe(false);
  fireEvent.keyDown(document.documentElement, { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(core.calls.some(({ name }) => name === 'push.start')).toBe(true));
});

test('a failed check closes the button until it is overridden by name', async () => {
  const script = scriptFor('empty');
  const checks = [check('fit', 'failed', { sizeBytes: 2_000_000, slot: 'ota_1', slotBytes: 1_048_576 })];
  const core = renderPage({
    ...script,
    answers: {
      ...script.answers,
      'image.preflight': ({ deviceId }) => ({ deviceId, imageId: IMAGE_ID, checks }),
    },
  });
  await choose(/^bench-07/);
  dropFile();
  expect(await screen.findByText('1 check failed: mend it, or override it by name.')).toBeDefined();
  fireEvent.click(button(/Flash over Wi-Fi/));
  fireEvent.click(screen.getByRole('checkbox', { name: 'Override the check “Fits the slot”' }));
  await waitFor(() => expect(button(/Flash over Wi-Fi/).getAttribute('aria-disabled')).toBe('false'));
  fireEvent.click(button(/Flash over Wi-Fi/));
  await waitFor(() => expect(core.calls.filter(({ name }) => name === 'push.start')).toHaveLength(1));
  expect(core.calls.at(-1)?.input).toMatchObject({ override: ['fit'] });
});

test('the pre-flight is asked again when what it rests on changes', async () => {
  const core = renderPage(scriptFor('empty'));
  await choose(/^bench-07/);
  dropFile();
  await screen.findByText('16 passed');
  const asked = (): number => core.calls.filter(({ name }) => name === 'image.preflight').length;
  const before = asked();
  await change(() => core.set('board', board(DEVICE, { facts: { ...FACTS, version: '1.4.3' } }), DEVICE));
  await waitFor(() => expect(asked()).toBe(before + 1));
});

test('a file that is refused is said in words, and closed by its button', async () => {
  const script = scriptFor('empty');
  renderPage({
    ...script,
    answers: {
      ...script.answers,
      'image.add': refuse({ code: 'image/not-an-app', params: { file: 'page.bin', kind: 'html' } }),
    },
  });
  await choose(/^bench-07/);
  dropFile('page.bin');
  const note = await screen.findByRole('alert');
  expect(note.textContent).toContain('page.bin is not an app image: an HTML page');
  fireEvent.click(within(note).getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

test('a kept file that is something else is named, and gets no button', async () => {
  const script = scriptFor('empty');
  const facts = {
    ...IMAGE.facts,
    kind: 'bootloader' as const,
    problems: [{ code: 'image/not-an-app' as const, params: { kind: 'bootloader' } }],
  };
  renderPage({
    ...script,
    answers: {
      ...script.answers,
      'image.add': (_input, core) => {
        const entry = { ...IMAGE, facts };
        core.set('image', summaryOf(entry), entry.imageId);
        return entry;
      },
      'image.read': () => ({ ...IMAGE, facts }),
    },
  });
  await choose(/^bench-07/);
  dropFile();
  expect((await screen.findByRole('alert')).textContent).toContain('a second-stage bootloader');
  expect(screen.queryByRole('button', { name: /Flash over Wi-Fi/ })).toBeNull();
});

test('a serial port is opened at the chosen rate, and its refusal is said in the dialog', async () => {
  const script = scriptFor('empty');
  const core = renderPage({
    ...script,
    answers: {
      ...script.answers,
      'board.open': refuse({ code: 'serial/port-busy', params: { path: '/dev/ttyACM0' } }),
    },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Open a serial port' }));
  const dialog = await screen.findByRole('dialog');
  fireEvent.click(within(dialog).getByRole('radio', { name: /ttyACM0/ }));
  fireEvent.change(within(dialog).getByLabelText('Baud rate'), { target: { value: '921600' } });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Open' }));
  expect((await within(dialog).findByRole('alert')).textContent).toContain('Another program holds');
  expect(core.calls).toContainEqual({
    name: 'board.open',
    input: { path: '/dev/ttyACM0', baudRate: 921_600 },
  });
});

test('the page changes to Chinese and to high contrast at once', async () => {
  const core = renderPage(scriptFor('empty'));
  await choose(/^bench-07/);
  await screen.findByRole('heading', { name: /Drop an app image/ });
  const settings = core.get('settings');
  if (settings === null) throw new Error('the script holds settings');
  await change(() => core.set('settings', { ...settings, language: 'zh-CN', theme: 'contrast' }));
  expect(await screen.findByRole('heading', { name: /把应用镜像/ })).toBeDefined();
  expect(document.documentElement.lang).toBe('zh-CN');
  expect(document.documentElement.dataset.theme).toBe('contrast');
});

test('a lost connection is shown and goes away by itself', async () => {
  const core = renderPage(scriptFor('empty'));
  await screen.findByText('Boards');
  await change(() => core.connection('lost'));
  expect((await screen.findByRole('alert')).textContent).toContain('lost the program');
  await change(() => core.connection('open'));
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

test('Wi-Fi is asked for while a board waits for it, and sent once', async () => {
  const core = renderPage(scriptFor('empty'));
  await screen.findByText('Boards');
  await change(() => core.set('wifi', 'asked'));
  const dialog = await screen.findByRole('dialog');
  fireEvent.change(within(dialog).getByLabelText(/Network name/), { target: { value: 'bench' } });
  fireEvent.change(within(dialog).getByLabelText('Password'), { target: { value: 'secret!' } });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Keep and send' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(core.calls).toContainEqual({ name: 'wifi.set', input: { ssid: 'bench', password: 'secret!' } });
});

test('the palette runs what it lists', async () => {
  renderPage(scriptFor('empty'));
  await choose(/^bench-07/);
  fireEvent.click(screen.getByRole('button', { name: /Go to or run/ }));
  fireEvent.click(await screen.findByText('Settings', { selector: '.mantine-Spotlight-actionLabel' }));
  expect(await screen.findByRole('heading', { name: 'Settings' })).toBeDefined();
});

test('the port of the server is changed on its screen, and only when it is saved', async () => {
  const core = renderPage(withNetwork(scriptFor('empty')));
  const rail = await screen.findByRole('navigation', { name: 'Screens' });
  fireEvent.click(within(rail).getByRole('button', { name: 'Server' }));
  const server = await screen.findByRole('region', { name: 'Server' });
  fireEvent.change(within(server).getByLabelText('Port'), { target: { value: '8003' } });
  expect(core.calls.some(({ name }) => name === 'settings.update')).toBe(false);
  fireEvent.click(within(server).getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(core.calls).toContainEqual({
      name: 'settings.update',
      input: { server: { port: 8003, bind: '0.0.0.0', host: null } },
    }),
  );
});

test('why a port is not open is said, with what to do', async () => {
  const core = renderPage(scriptFor('empty'));
  await choose(/^bench-07/);
  const params = { path: '/dev/ttyUSB3', remedy: 'remedyGroup', group: 'dialout' };
  const error = { code: 'serial/permission-denied', params } as const;
  await change(() => core.set('board', board(DEVICE, { link: 'closed', error }), DEVICE));
  expect((await screen.findByRole('alert')).textContent).toContain('usermod -aG dialout');
});
