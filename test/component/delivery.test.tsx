// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { DEFAULT_SERVING } from '../../shared/contract/server-settings.ts';
import { scriptFor } from '../support/scripted/states.ts';
import { SETTINGS } from '../support/scripted/values.ts';
import { change, cleanup, installBrowser, renderPage } from './render-page.tsx';

beforeEach(installBrowser);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** Chooses in a list of the update's options. Not by role: without a layout the popover hides, and roles are slow. */
async function choose(label: string, option: string): Promise<void> {
  fireEvent.click(await screen.findByLabelText(label, { selector: 'input' }));
  fireEvent.click(await screen.findByText(option, { selector: '[role="option"], [role="option"] *' }));
}

test('how an image is handed over is chosen for one update, and goes with it', async () => {
  const core = renderPage(scriptFor('failed'));
  fireEvent.click(await screen.findByRole('option', { name: /^bench-07/ }));
  fireEvent.click(await screen.findByText('Flash again'));
  await screen.findByTestId('flash-button');
  await change(() => core.set('settings', { ...SETTINGS, serving: { ...DEFAULT_SERVING, plainPort: 8003 } }));
  fireEvent.click(screen.getByLabelText('Options of the update'));
  await choose('Body', 'Chunked');
  await choose('Who may have it', 'One download by that board');
  fireEvent.change(screen.getByLabelText('Link ends after, s'), { target: { value: '600' } });
  await choose('Scheme', 'Plain HTTP (no secrecy, no proof of who serves)');
  fireEvent.click(screen.getByTestId('flash-button'));
  await waitFor(() => {
    const start = core.calls.find(({ name }) => name === 'push.start');
    expect(start?.input).toMatchObject({
      delivery: {
        body: 'chunked',
        access: { kind: 'token', use: 'once', expiresInSeconds: 600 },
        scheme: 'http',
      },
    });
  });
});
