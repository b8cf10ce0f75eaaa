// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Outcome } from '../../shared/ota/stage.ts';
import { SESSIONS } from '../support/scripted/sessions.ts';
import type { ScriptName } from '../support/scripted/states.ts';
import { DEVICE, scriptFor } from '../support/scripted/states.ts';
import { board, NEW, OLD } from '../support/scripted/values.ts';
import { change, cleanup, installBrowser, renderPage } from './render-page.tsx';

beforeEach(installBrowser);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function show(name: ScriptName): Promise<ReturnType<typeof renderPage>> {
  const core = renderPage(scriptFor(name));
  fireEvent.click(await screen.findByRole('option', { name: /^bench-07/ }));
  await waitFor(() =>
    expect(screen.getByRole('option', { name: /^bench-07/ }).getAttribute('aria-selected')).toBe('true'),
  );
  return core;
}

const verdict = (): Promise<HTMLElement> => screen.findByTestId('verdict');

test('a running update shows its stage, both sides, and an empty place for the proof', async () => {
  const core = await show('pushing');
  const stages = screen.getByRole('region', { name: 'Stages' });
  expect(within(stages).getAllByRole('listitem')).toHaveLength(9);
  expect(within(stages).getByRole('button', { name: /^Writing, under way/ })).toBeDefined();
  expect(within(stages).getByRole('button', { name: /^TLS, done, 1.4 s/ })).toBeDefined();
  expect(screen.getByText('Delivered by the server')).toBeDefined();
  expect(screen.getByText('2.7 s left · 18 KiB on the way')).toBeDefined();
  expect(screen.getByTestId('digests').textContent).toContain(NEW);
  expect(screen.getByTestId('digests').textContent).not.toContain('/ 32');
  expect(screen.queryByTestId('verdict')).toBeNull();
  expect(document.body.textContent).not.toContain('100 %');
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  await waitFor(() =>
    expect(core.calls).toContainEqual({ name: 'push.cancel', input: { deviceId: DEVICE } }),
  );
});

test('a confirmed update shows its digests, byte for byte, and its evidence', async () => {
  await show('confirmed');
  const plate = await verdict();
  expect(plate.dataset.outcome).toBe('confirmed');
  expect(plate.dataset.proof).toBe('digest');
  expect(within(plate).getByRole('heading', { name: 'Confirmed' })).toBeDefined();
  expect(within(plate).getByText('32 / 32')).toBeDefined();
  expect(screen.getByTestId('digests').textContent).toContain(OLD);
  const evidence = within(plate).getByRole('table', { name: 'Evidence' });
  expect(within(evidence).getAllByRole('img', { name: 'agrees' })).toHaveLength(3);
});

const OTHERS: readonly (readonly [ScriptName & Outcome, string, RegExp])[] = [
  [
    'refused',
    'Refused: the board rolled version 1.5.0 back before and will not write it again',
    /raise the version/,
  ],
  ['failed', 'Failed: the board does not trust this CA', /server_certs/],
  [
    'rolledBack',
    'Rolled back: the new image ran, its diagnostics failed, and the board went back to the old one',
    /diagnostics pin/,
  ],
  ['interrupted', 'Interrupted: the serial port /dev/ttyUSB3 disappeared', /plug the board in again/],
];

test.each(OTHERS)(
  '%s is said with its cause, both witnesses and the next step',
  async (name, title, next) => {
    await show(name);
    const plate = await verdict();
    expect(plate.dataset.outcome).toBe(name);
    expect(within(plate).getByRole('heading', { name: title })).toBeDefined();
    expect(within(plate).getByText(next)).toBeDefined();
    expect(within(plate).getByText('The board said')).toBeDefined();
    expect(within(plate).getByText('The server saw')).toBeDefined();
  },
);

test('a board that does not trust the CA gets the button that saves it', async () => {
  const core = await show('failed');
  const made = vi.fn(() => 'blob:ca');
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: made, revokeObjectURL: () => undefined }));
  HTMLAnchorElement.prototype.click = () => undefined;
  fireEvent.click(within(await verdict()).getByRole('button', { name: /Save ca_cert.pem/ }));
  await waitFor(() => expect(made).toHaveBeenCalledTimes(1));
  expect(core.calls).toContainEqual({ name: 'certificates.caPem', input: {} });
});

test('flash again puts the verdict aside and shows the checks', async () => {
  await show('failed');
  fireEvent.click(within(await verdict()).getByRole('button', { name: 'Flash again' }));
  const flash = await screen.findByTestId('flash-button');
  expect(screen.queryByTestId('verdict')).toBeNull();
  await waitFor(() => expect(document.activeElement).toBe(flash));
});

test('diagnostics go to the clipboard, and the button says so', async () => {
  const copied = vi.fn(() => Promise.resolve());
  vi.stubGlobal('navigator', Object.assign(navigator, { clipboard: { writeText: copied } }));
  await show('failed');
  fireEvent.click(within(await verdict()).getByRole('button', { name: 'Copy diagnostics' }));
  expect(await screen.findByRole('button', { name: 'Copied' })).toBeDefined();
  expect(copied).toHaveBeenCalledWith('OTA Workbench 0.1.0\n');
});

test('a silent board is waited for, and reset from here', async () => {
  const core = await show('waiting');
  const notice = await screen.findByTestId('waiting-for-reset');
  fireEvent.click(within(notice).getByRole('button', { name: 'Reset it from here' }));
  await waitFor(() =>
    expect(core.calls).toContainEqual({ name: 'board.reset', input: { deviceId: DEVICE } }),
  );
});

test('stages are announced politely and the verdict assertively, not those of a run long past', async () => {
  const core = await show('pushing');
  expect(document.title).toBe('Writing 67 % · bench-07 · OTA Workbench');
  const polite = document.querySelector('[aria-live="polite"]');
  const assertive = document.querySelector('[aria-live="assertive"]');
  expect(polite?.textContent).toBe('bench-07: Writing');
  await change(() => core.set('board', board(DEVICE, { session: SESSIONS.confirmed() }), DEVICE));
  await waitFor(() => expect(assertive?.textContent).toContain('bench-07: Confirmed'));
  cleanup();
  await show('failed');
  await verdict();
  expect(document.querySelector('[aria-live="assertive"]')?.textContent).toBe('');
});

test('an image dropped while an update runs does not change what is shown of it', async () => {
  await show('pushing');
  const file = new File([new Uint8Array(8)], 'other.bin');
  fireEvent.change(screen.getByTestId('image-input'), { target: { files: [file] } });
  await change(() => undefined);
  expect(screen.queryByTestId('flash-button')).toBeNull();
  expect(screen.getByRole('button', { name: 'Cancel' })).toBeDefined();
});

test('flash, digests and requests stand at the side', async () => {
  await show('confirmed');
  const map = screen.getByRole('figure', { name: 'Flash, to scale' });
  expect(within(map).getByText('can roll back to')).toBeDefined();
  expect(screen.getByTestId('partition-digests').textContent).toContain('≠');
  expect(within(screen.getByTestId('requests')).getAllByRole('listitem')[0]?.textContent).toContain(
    '912,384 B',
  );
});
