// @vitest-environment jsdom
import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { FirmwareTrust } from '../../shared/contract/trust-values.ts';
import type { FakeCore } from '../support/fake-transport.ts';
import { refuse } from '../support/fake-transport.ts';
import { scriptFor } from '../support/scripted/states.ts';
import { foundCa, sampleTrust } from '../support/trust.ts';
import { cleanup, installBrowser, renderPage } from './render-page.tsx';

beforeEach(installBrowser);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const { ours } = sampleTrust();

async function choose(answer: (input: { readonly fileName: string }) => FirmwareTrust): Promise<FakeCore> {
  const script = scriptFor('empty');
  const core = renderPage({
    ...script,
    answers: { ...script.answers, 'certificates.inFirmware': answer },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Certs' }));
  const card = await screen.findByRole('region', { name: 'Which CA is in my firmware?' });
  const input = card.querySelector('input[type=file]');
  if (input === null) throw new Error('there is no file input');
  fireEvent.change(input, { target: { files: [new File(['firmware'], 'app.elf')] } });
  return core;
}

const card = () => within(screen.getByRole('region', { name: 'Which CA is in my firmware?' }));

test('a firmware with this bench’s CA is told so, each certificate with where it lies', async () => {
  const core = await choose(({ fileName }) => ({
    fileName,
    kind: 'elf',
    ours,
    comparison: 'equal',
    certificates: [foundCa(), { ...foundCa('cc'.repeat(32)), offset: 0x4000, form: 'der' }],
  }));
  expect(await card().findByText(/It has this bench’s CA/)).toBeDefined();
  const rows = card()
    .getAllByRole('listitem')
    .map((row) => row.textContent);
  expect(rows).toEqual([
    `CN=CA a5a5this bench’s · CA · until 2046-11-22 · PEM text · 0x000120${'a5'.repeat(32)}`,
    `CN=CA ccccCA · until 2046-11-22 · DER bytes · 0x004000${'cc'.repeat(32)}`,
  ]);
  const [call] = core.calls.filter(({ name }) => name === 'certificates.inFirmware');
  expect(call?.input).toMatchObject({ fileName: 'app.elf' });
});

test('a firmware in which nothing is found is no failure', async () => {
  await choose(({ fileName }) => ({ fileName, kind: 'app', ours, comparison: 'none', certificates: [] }));
  expect(await card().findByText(/No certificate is found in it/)).toBeDefined();
  expect(card().queryByRole('list')).toBeNull();
});

test('a file that is no firmware is named for what it is', async () => {
  await choose(refuse({ code: 'image/not-an-app', params: { file: 'app.elf', kind: 'zip' } }));
  expect(await card().findByRole('alert')).toBeDefined();
  expect(card().getByRole('alert').textContent).toContain('a zip archive');
});
