// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { RunView } from '../../shared/run/run-view.ts';
import type { FakeCore, Script } from '../support/fake-transport.ts';
import { soakRun, withFleet } from '../support/scripted/runs.ts';
import { scriptFor } from '../support/scripted/states.ts';
import { IMAGE_ID } from '../support/scripted/values.ts';
import { change, cleanup, installBrowser, renderPage } from './render-page.tsx';

beforeEach(installBrowser);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const NOW_MS = Date.now();
const found = (selector: string): HTMLElement => {
  const element = document.querySelector<HTMLElement>(selector);
  if (element === null) throw new Error(`There is no ${selector}.`);
  return element;
};
const open = async (script: Script, word: string, selector: string): Promise<FakeCore> => {
  const core = renderPage(script);
  await waitFor(() => found('.boards [id^="board-"]'));
  fireEvent.click(within(found('.rail')).getByText(word));
  await waitFor(() => found(selector));
  return core;
};
const fleet = (running = true): Promise<FakeCore> =>
  open(withFleet(scriptFor('ready'), NOW_MS, running), 'Fleet', '[data-testid="fleet-grid"]');
const tile = (deviceId: string): HTMLElement => found(`.tile[data-device="${deviceId}"]`);
const inputs = (core: FakeCore, request: string): unknown[] =>
  core.calls.filter(({ name }) => name === request).map(({ input }) => input);

test('sixty boards stand on their shelves, each with its standing', async () => {
  await fleet();
  expect(document.querySelectorAll('.tile')).toHaveLength(60);
  expect([...document.querySelectorAll('.shelf h3')].map((each) => each.textContent)).toEqual([...'ABCDEF']);
  expect(tile('B5').dataset.kind).toBe('rolledBack');
  expect(tile('E1').dataset.kind).toBe('updating');
  expect(tile('E10').dataset.kind).toBe('offline');
  expect(within(tile('B9')).getByText('27.4 s')).toBeDefined();
  expect(found('.fleet .answer').textContent).toContain('Wave 3 of 4');
});

test('what needs a person is grouped by its cause, and leads to the board', async () => {
  await fleet();
  const unknownCa = found('.attention [data-code="tls/unknown-ca"]');
  fireEvent.click(within(unknownCa).getByText('C4'));
  await waitFor(() => found('.bench'));
  expect(found('#board-C4').getAttribute('aria-selected')).toBe('true');
});

test('the run is paused and called off', async () => {
  const core = await fleet();
  fireEvent.click(screen.getByText('Pause after this wave'));
  fireEvent.click(screen.getByText('Call off'));
  await waitFor(() => expect(inputs(core, 'run.cancel')).toEqual([{ runId: 'fleet' }]));
  expect(inputs(core, 'run.pause')).toEqual([{ runId: 'fleet', paused: true }]);
});

test('boards are left out one by one, and the rules go with the run', async () => {
  const core = await fleet(false);
  fireEvent.click(within(tile('A1')).getByLabelText('A1 takes part'));
  fireEvent.change(screen.getByLabelText('Canaries first'), { target: { value: '2' } });
  fireEvent.change(screen.getByLabelText('Further tries'), { target: { value: '3' } });
  fireEvent.click(screen.getByText('Flash 58 boards over Wi-Fi'));
  await waitFor(() => expect(inputs(core, 'run.fleet')).toHaveLength(1));
  const [wanted] = inputs(core, 'run.fleet') as { deviceIds: string[]; policy: object; imageId: string }[];
  expect(wanted?.deviceIds).toHaveLength(58);
  expect(wanted?.deviceIds).not.toContain('A1');
  expect(wanted).toMatchObject({
    imageId: IMAGE_ID,
    policy: { canary: 2, concurrency: 8, retries: 3 },
    joinLater: true,
  });
});

test('what failed is done again once the run is over', async () => {
  const core = await fleet();
  const run = core.get('run', 'fleet') as RunView;
  await change(() =>
    core.set('run', { ...run, endedAtMs: NOW_MS, wave: null, stopped: 'errorPercent' }, 'fleet'),
  );
  expect(screen.getByText('Stopped: too many boards of a wave failed.')).toBeDefined();
  fireEvent.click(screen.getByText('Do again what failed'));
  await waitFor(() => expect(inputs(core, 'run.again')).toEqual([{ runId: 'fleet' }]));
});

test('a soak is asked for with its board, its images and its rules', async () => {
  const core = await open(scriptFor('ready'), 'Runs', '.soak-setup');
  fireEvent.change(screen.getByLabelText('Cycles'), { target: { value: '40' } });
  fireEvent.click(screen.getByText('Start 40 cycles'));
  await waitFor(() => expect(inputs(core, 'run.soak')).toHaveLength(1));
  expect(inputs(core, 'run.soak')[0]).toMatchObject({
    imageIds: [IMAGE_ID],
    cycles: 40,
    stopAfter: 1,
    between: null,
    push: { reset: true, sendUrl: true },
  });
});

test('a soak shows its cycles and draws what was measured', async () => {
  const script = scriptFor('ready');
  const run = soakRun(NOW_MS);
  const core = await open(
    { ...script, states: [...script.states, { name: 'run', key: 'soak', value: run }] },
    'Runs',
    '.soak-run',
  );
  expect(found('.soak-run h2').textContent).toContain('Cycle 28 of 40');
  expect(document.querySelectorAll('.cycle-chart').length).toBe(3);
  expect(found('.cycles [data-outcome="rolledBack"]').textContent).toContain('19');
  fireEvent.click(screen.getByText('Call off'));
  await waitFor(() => expect(inputs(core, 'run.cancel')).toEqual([{ runId: 'soak' }]));
});
