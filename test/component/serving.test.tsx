// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { DEFAULT_LIMITS, DEFAULT_SERVING } from '../../shared/contract/server-settings.ts';
import { withNetwork } from '../support/scripted/network.ts';
import { scriptFor } from '../support/scripted/states.ts';
import { change, cleanup, installBrowser, renderPage } from './render-page.tsx';

beforeEach(installBrowser);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function openServerScreen() {
  const core = renderPage(withNetwork(scriptFor('empty')));
  const rail = await screen.findByRole('navigation', { name: 'Screens' });
  fireEvent.click(within(rail).getByRole('button', { name: 'Server' }));
  return core;
}

test('who is served is set on the server’s screen; a plain port says what it costs', async () => {
  const core = await openServerScreen();
  const form = await screen.findByRole('region', { name: 'Who is served, and when' });
  expect(within(form).queryByRole('alert')).toBeNull();
  fireEvent.change(within(form).getByLabelText('Boards that may connect'), {
    target: { value: '192.168.1.20, 10.0.0.0/8\n' },
  });
  fireEvent.change(within(form).getByLabelText('Plain HTTP port'), { target: { value: '8003' } });
  expect(within(form).getByRole('alert').textContent).toContain('Over plain HTTP anyone on the way');
  fireEvent.click(within(form).getByRole('button', { name: 'Save' }));
  const serving = {
    ...DEFAULT_SERVING,
    allowedBoards: ['192.168.1.20', '10.0.0.0/8'],
    plainPort: 8003,
  };
  await waitFor(() => expect(core.calls).toContainEqual({ name: 'settings.update', input: { serving } }));
});

test('each limit can be set, and a value that cannot be is not saved', async () => {
  const core = await openServerScreen();
  const form = await screen.findByRole('region', { name: 'Limits of the server' });
  expect(within(form).getAllByRole('textbox')).toHaveLength(Object.keys(DEFAULT_LIMITS).length);
  const field = within(form).getByLabelText('Connections of one address');
  fireEvent.change(field, { target: { value: '0' } });
  expect(within(form).getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true);
  fireEvent.change(field, { target: { value: '8' } });
  fireEvent.click(within(form).getByRole('button', { name: 'Save' }));
  const limits = { ...DEFAULT_LIMITS, connectionsPerAddress: 8 };
  await waitFor(() => expect(core.calls).toContainEqual({ name: 'settings.update', input: { limits } }));
});

test('a stop says what it broke off, and one that broke nothing off says nothing', async () => {
  const core = await openServerScreen();
  const cut = [{ peer: '192.168.1.77', image: 'app.bin', bytes: 1_024, totalBytes: 900_000 }];
  await change(() => core.set('server', { kind: 'off', stopped: { atMs: 1, cut } }));
  expect(
    await screen.findByText(/broke off downloads: 192\.168\.1\.77 after 1024 of 900000 bytes/),
  ).toBeDefined();
  await change(() => core.set('server', { kind: 'off', stopped: { atMs: 2, cut: [] } }));
  expect(screen.queryByText(/broke off/)).toBeNull();
});
