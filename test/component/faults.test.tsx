// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { FAULT_NAMES } from '../../shared/faults/fault.ts';
import type { FakeCore, Script } from '../support/fake-transport.ts';
import { faultRun, withFaults } from '../support/scripted/faults.ts';
import { DEVICE, scriptFor } from '../support/scripted/states.ts';
import { IMAGE_ID, SETTINGS } from '../support/scripted/values.ts';
import { change, cleanup, installBrowser, renderPage } from './render-page.tsx';

beforeEach(installBrowser);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const ready = (run: Parameters<typeof withFaults>[1] = null): Script => withFaults(scriptFor('ready'), run);
/** The board is selected, the lab opened. By selector: roles are looked for in the whole page, row by row. */
const open = async (script: Script): Promise<FakeCore> => {
  const core = renderPage(script);
  const board = await waitFor(() => found('#board-bench-07'));
  fireEvent.click(board);
  fireEvent.click(within(found('.rail')).getByText('Faults'));
  await waitFor(() => found('[data-fault]'));
  return core;
};
const found = (selector: string): HTMLElement => {
  const element = document.querySelector<HTMLElement>(selector);
  if (element === null) throw new Error(`There is no ${selector}.`);
  return element;
};
const row = (name: string): HTMLElement =>
  document.querySelector<HTMLElement>(`[data-fault="${name}"]`) as HTMLElement;
const shown = (): (string | null)[] =>
  [...document.querySelectorAll('[data-fault]')].map((each) => each.getAttribute('data-fault'));
const details = (): HTMLElement => found('aside.details');
const chooseAll = (): HTMLElement => screen.getByLabelText('Choose all that are shown');
const run = (): HTMLElement => within(found('.faults header')).getByRole('button');
const inputs = (core: FakeCore, request: string): unknown[] =>
  core.calls.filter(({ name }) => name === request).map(({ input }) => input);

test('every fault stands in the list with what is expected of this board', async () => {
  await open(ready());
  expect(shown()).toEqual([...FAULT_NAMES]);
  expect(within(row('wrong-ca')).getByText('tls/unknown-ca')).toBeDefined();
  expect(within(row('chunked')).getByText('taken')).toBeDefined();
});

test('what this board cannot show is not chosen, and says why', async () => {
  await open(ready());
  const box = within(row('power-cut')).getByRole('checkbox') as HTMLInputElement;
  expect([box.checked, box.disabled]).toEqual([false, true]);
  fireEvent.click(within(row('power-cut')).getByRole('button', { name: /Power cut/ }));
  expect(within(details()).getByText(/Only a virtual board does this/)).toBeDefined();
});

test('what was chosen is run on this board with this image', async () => {
  const core = await open(ready());
  fireEvent.click(chooseAll());
  fireEvent.click(within(row('stall')).getByRole('checkbox'));
  fireEvent.click(within(row('wrong-ca')).getByRole('checkbox'));
  expect(run().textContent).toBe('Run 2 faults');
  fireEvent.click(run());
  await waitFor(() => expect(inputs(core, 'faults.run')).toHaveLength(1));
  expect(inputs(core, 'faults.run')[0]).toMatchObject({
    deviceId: DEVICE,
    imageId: IMAGE_ID,
    names: ['stall', 'wrong-ca'],
    images: {},
  });
});

test('the filter shows one group, and choosing all then means its faults', async () => {
  const core = await open(ready());
  fireEvent.click(screen.getByLabelText('Redirects'));
  expect(shown()).toHaveLength(9);
  fireEvent.click(chooseAll());
  fireEvent.click(screen.getByLabelText('All'));
  fireEvent.click(run());
  await waitFor(() => expect(inputs(core, 'faults.run')).toHaveLength(1));
  const { names } = inputs(core, 'faults.run')[0] as { names: string[] };
  expect(names.filter((name) => name.startsWith('redirect'))).toEqual([]);
  expect(names.length).toBeGreaterThan(20);
});

test('a run tells where it stands, locks the choice, and is called off', async () => {
  const core = await open(ready(faultRun('running')));
  expect(screen.getByText(/5 of 12 · Wrong first byte: The update with the fault runs\./)).toBeDefined();
  expect((within(row('stall')).getByRole('checkbox') as HTMLInputElement).disabled).toBe(true);
  fireEvent.click(run());
  expect(await screen.findByText(/Cancelled after 12 of 12\./)).toBeDefined();
  expect(inputs(core, 'faults.cancel')).toEqual([{ deviceId: DEVICE }]);
});

test('a board that took a bad image stands above everything else', async () => {
  await open(ready(faultRun('done')));
  const finding = found('.findings');
  expect(finding.getAttribute('role')).toBe('alert');
  expect(within(finding).getByText('The board took what it should have refused.')).toBeDefined();
  expect(shown()[0]).toBe('flipped-bit');
  expect(row('flipped-bit').getAttribute('data-finding')).toBe('taken');
  fireEvent.click(within(finding).getByRole('button'));
  expect(within(details()).getByRole('heading', { name: 'One bit flipped' })).toBeDefined();
});

test('a finding is looked at whatever group is shown', async () => {
  await open(ready(faultRun('done')));
  fireEvent.click(screen.getByLabelText('Redirects'));
  expect(shown()).not.toContain('flipped-bit');
  fireEvent.click(within(found('.findings')).getByRole('button'));
  expect(within(details()).getByRole('heading', { name: 'One bit flipped' })).toBeDefined();
  expect(shown()[0]).toBe('flipped-bit');
});

test('a board that does not come back ends the run, and is said', async () => {
  const error = { code: 'faults/board-lost', params: { device: 'bench-07' } } as const;
  await open(ready(faultRun('stopped', { error })));
  expect(await screen.findByText('bench-07 does not come back from its reset.')).toBeDefined();
  expect(within(found('.findings')).getByText('The board does not come back.')).toBeDefined();
});

test('the details show both sides, and lead to the line in the log', async () => {
  await open(ready(faultRun('done')));
  fireEvent.click(within(row('truncated-body')).getByRole('button', { name: /Body cut short/ }));
  expect(within(details()).getByText(/Image validation failed, image is corrupted/)).toBeDefined();
  expect(within(details()).getByText(/200 complete/)).toBeDefined();
  expect(within(details()).getByText(/The slot is filled with another image first/)).toBeDefined();
  fireEvent.click(within(details()).getByRole('button', { name: 'line 41' }));
  await waitFor(() => found('main.bench'));
});

test('a person who must press reset is told so', async () => {
  await open(ready(faultRun('running', { waitingFor: 'reset' })));
  expect(await screen.findByText('Press the reset button of the board.')).toBeDefined();
});

test('the arrow keys go from fault to fault', async () => {
  await open(ready());
  const first = within(row('truncated-body')).getByRole('button', { name: /Body cut short/ });
  first.focus();
  fireEvent.keyDown(first, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(within(row('truncated-header')).getByRole('button'));
  expect(within(details()).getByRole('heading', { name: 'Header cut short' })).toBeDefined();
  fireEvent.keyDown(document.activeElement as HTMLElement, { key: 'ArrowUp' });
  expect(document.activeElement).toBe(first);
});

test('without a board there is nothing to run, and it is said what to do', async () => {
  renderPage(withFaults(scriptFor('first')));
  await waitFor(() => found('.rail'));
  fireEvent.click(within(found('.rail')).getByText('Faults'));
  expect(await screen.findByText(/Open a board and keep an image first/)).toBeDefined();
  expect((run() as HTMLButtonElement).disabled).toBe(true);
});

test('a core that is lost is said', async () => {
  const core = await open(ready());
  await change(() => core.connection('lost'));
  expect(found('.faults .error-note').dataset.code).toBe('contract/connection-lost');
});

test('the whole screen speaks Chinese', async () => {
  const core = await open(ready(faultRun('done')));
  await change(() => core.set('settings', { ...SETTINGS, language: 'zh-CN' }));
  expect(found('h1').textContent).toBe('故障');
  expect(within(row('flipped-bit')).getByText('翻转一位')).toBeDefined();
  expect(screen.getByText('开发板接受了它本该拒绝的内容。', { selector: '.findings b' })).toBeDefined();
});

test('the numbers of a fault are chosen beside it, and go with the run', async () => {
  const core = await open(ready());
  fireEvent.click(within(row('stall')).getByRole('button', { name: /Stall/ }));
  fireEvent.change(within(details()).getByLabelText('For how many seconds'), { target: { value: '7' } });
  fireEvent.click(run());
  await waitFor(() => expect(inputs(core, 'faults.run')).toHaveLength(1));
  expect(inputs(core, 'faults.run')[0]).toMatchObject({ params: { stall: { forMs: 7_000 } } });
});
