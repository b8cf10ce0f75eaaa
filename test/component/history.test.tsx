// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { FakeCore, Script } from '../support/fake-transport.ts';
import { refuse } from '../support/fake-transport.ts';
import { withHistory } from '../support/scripted/history.ts';
import { scriptFor } from '../support/scripted/states.ts';
import { change, cleanup, installBrowser, renderPage } from './render-page.tsx';

beforeEach(installBrowser);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const history = (count: number, answers: Script['answers'] = {}): Script => {
  const script = withHistory(scriptFor('empty'), count);
  return { ...script, answers: { ...script.answers, ...answers } };
};
const open = async (script: Script): Promise<FakeCore> => {
  const core = renderPage(script);
  fireEvent.click(await screen.findByRole('button', { name: 'History' }));
  return core;
};
const rows = async (): Promise<readonly (string | null)[]> => {
  const list = await screen.findByRole('listbox', { name: 'Updates and runs' });
  const options = await within(list).findAllByRole('option');
  return options.map((row) => row.getAttribute('aria-label'));
};
const details = (): Promise<HTMLElement> =>
  screen.findByRole('complementary', { name: 'The selected update' });
/** The dialog is titled as its frame is. */
async function findFrame(): Promise<HTMLElement> {
  const titled = await screen.findAllByTitle(/^Report 2026/);
  return titled.find(({ tagName }) => tagName === 'IFRAME') as HTMLElement;
}
const listed = (core: FakeCore): unknown[] =>
  core.calls.filter(({ name }) => name === 'history.list').map(({ input }) => input);

test('of a thousand entries only those in sight are drawn, and only a part is asked for', async () => {
  const core = await open(history(1_000));
  const [first, second, third] = await rows();
  expect(first).toMatch(/^Confirmed, native_ota 1\.5\.0, bench-01, 2026-11-2\d \d\d:\d\d, 17\.9 s$/);
  expect(second).toContain('unstable afterwards');
  expect(third).toMatch(/^Soak native_ota .*99\/100 confirmed, ended/);
  expect((await rows()).length).toBeLessThan(40);
  expect(screen.getByText('1,001 entries')).toBeDefined();
  for (const asked of listed(core)) expect(asked).toEqual({ folded: true, offset: 0, limit: 200 });
});

test('the keys go to the end, whose part is asked for then', async () => {
  const core = await open(history(1_000));
  await rows();
  fireEvent.keyDown(screen.getByRole('listbox'), { key: 'ArrowDown' });
  fireEvent.keyDown(screen.getByRole('listbox'), { key: 'ArrowDown' });
  expect(screen.getByRole('option', { selected: true }).getAttribute('aria-label')).toContain('Soak');
  const list = screen.getByRole('listbox');
  Object.defineProperty(list, 'scrollTop', { value: 47_000, configurable: true });
  await change(() => fireEvent.scroll(list));
  await waitFor(() => expect(listed(core)).toContainEqual({ folded: true, offset: 800, limit: 200 }));
});

test('words narrow the list, Escape ends that, and nothing found is said', async () => {
  const core = await open(history(50));
  await rows();
  const search = screen.getByRole('searchbox', { name: 'Find an update' });
  fireEvent.change(search, { target: { value: 'unknown-ca' } });
  await waitFor(() => expect(listed(core).at(-1)).toMatchObject({ text: 'unknown-ca' }));
  await waitFor(async () => expect((await rows()).every((row) => row?.startsWith('Failed'))).toBe(true));
  fireEvent.change(search, { target: { value: 'no such thing' } });
  expect(await screen.findByText('Nothing found')).toBeDefined();
  fireEvent.keyDown(search, { key: 'Escape' });
  expect(await screen.findByText('51 entries')).toBeDefined();
});

test('an empty history says what will be kept', async () => {
  await open(history(0));
  expect(await screen.findByText(/No update has ended yet/)).toBeDefined();
  expect(screen.queryByRole('listbox', { name: 'Updates and runs' })).toBeNull();
});

test('a failed update tells its cause, both sides and its stages', async () => {
  await open(history(20));
  await rows();
  fireEvent.click(screen.getAllByRole('option', { name: /^Failed/ })[0] as HTMLElement);
  const side = await details();
  expect((await within(side).findByRole('alert')).textContent).toContain('does not trust');
  expect(side.textContent).toContain('-0x2700');
  expect(within(side).getByRole('region', { name: 'Timeline' })).toBeDefined();
});

test('the report opens in a frame that may do nothing, and is saved whole', async () => {
  const core = await open(history(20));
  await rows();
  fireEvent.click(await within(await details()).findByRole('button', { name: 'Open the report' }));
  const frame = await findFrame();
  expect(frame.getAttribute('sandbox')).toBe('');
  expect(frame.getAttribute('srcdoc')).toContain('<!doctype html>');
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  const create = vi.fn(() => 'blob:1');
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: create, revokeObjectURL: () => undefined }));
  fireEvent.click(within(await details()).getByRole('button', { name: /^Save as \.zip/ }));
  await waitFor(() => expect(create).toHaveBeenCalledOnce());
  expect(core.calls.map(({ name, input }) => [name, input])).toContainEqual([
    'report.read',
    { reportId: '20261122T021405Z-push-1f2e3d4c', file: 'zip' },
  ]);
});

test('an update without a report says so, and one that an older version kept', async () => {
  await open(history(20));
  await rows();
  fireEvent.click(screen.getAllByRole('option', { name: /^Refused/ })[0] as HTMLElement);
  expect(await within(await details()).findByText('No report was written.')).toBeDefined();
});

test('two updates are compared, and only the differences where that is asked', async () => {
  const core = await open(history(20));
  await rows();
  fireEvent.click(await within(await details()).findByRole('button', { name: 'Compare with…' }));
  expect(screen.getByText('Select the other update.')).toBeDefined();
  fireEvent.click(screen.getAllByRole('option', { name: /^Failed/ })[0] as HTMLElement);
  const side = await screen.findByRole('region', { name: 'Comparison' });
  await within(side).findByRole('row', { name: /Verdict.*Confirmed.*Failed/ });
  expect(within(side).getByRole('row', { name: /^File / })).toBeDefined();
  fireEvent.click(within(side).getByRole('checkbox', { name: 'Differences only' }));
  expect(within(side).queryByRole('row', { name: /^File / })).toBeNull();
  expect(core.calls).toContainEqual({ name: 'history.compare', input: { a: 'push-0', b: 'push-4' } });
  fireEvent.click(within(side).getByRole('button', { name: 'End the comparison' }));
  expect(screen.queryByRole('region', { name: 'Comparison' })).toBeNull();
});

test('statistics count boards and images, and lead to what they count', async () => {
  const core = await open(history(20));
  await rows();
  fireEvent.click(screen.getByRole('button', { name: 'Statistics' }));
  const boards = await screen.findByRole('region', { name: 'By board' });
  expect(
    (await within(boards).findByRole('row', { name: /bench-01 412 97\.8 % 18\.2 s/ })).textContent,
  ).toBeDefined();
  fireEvent.click(within(boards).getByRole('button', { name: 'bench-01' }));
  await waitFor(() => expect(listed(core).at(-1)).toMatchObject({ deviceId: 'bench-01' }));
});

test('a run shows its cases, and the way back', async () => {
  const core = await open(history(20));
  await rows();
  fireEvent.click(screen.getByRole('option', { name: /^Soak/ }));
  fireEvent.click(await within(await details()).findByRole('button', { name: 'Show its cases' }));
  await waitFor(() => expect(listed(core).at(-1)).toMatchObject({ runId: 'run-1' }));
  fireEvent.click(screen.getByRole('button', { name: 'Back to all' }));
  await waitFor(() => expect(listed(core).at(-1)).toEqual({ folded: true, offset: 0, limit: 200 }));
});

test('a new verdict brings the list anew; why a report was not written is said', async () => {
  const core = await open(history(20));
  await rows();
  const before = listed(core).length;
  const error = { code: 'report/not-writable', params: { dir: '/data/reports', detail: 'ENOSPC' } } as const;
  await change(() => core.set('history', { revision: 2, error: null, reportError: error }));
  expect(listed(core)).toHaveLength(before + 1);
  expect(screen.getByRole('alert').textContent).toContain('/data/reports');
});

test('a history that cannot be read says why', async () => {
  const failing = refuse({ code: 'history/newer', params: { file: '/data/history.db', version: 9 } });
  await open(history(5, { 'history.list': failing }));
  expect((await screen.findByRole('alert')).textContent).toContain(
    'newer version of this program (schema 9)',
  );
});

test('the verdict leads to its report', async () => {
  renderPage(withHistory(scriptFor('confirmed'), 3));
  fireEvent.click(
    await screen.findByRole('option', { name: /^bench-07/ }).catch(() => screen.findByText('bench-07')),
  );
  fireEvent.click(await screen.findByRole('button', { name: 'Report…' }));
  expect(await findFrame()).toBeDefined();
});

test('signing and metrics are settings, off at first', async () => {
  const core = renderPage(history(0));
  fireEvent.click(await screen.findByRole('button', { name: 'Settings' }));
  const sign = await screen.findByRole<HTMLInputElement>('switch', { name: 'Sign reports' });
  expect(sign.checked).toBe(false);
  fireEvent.click(sign);
  fireEvent.click(screen.getByRole('switch', { name: 'Metrics' }));
  const updates = core.calls.filter(({ name }) => name === 'settings.update').map(({ input }) => input);
  expect(updates).toMatchObject([{ reports: { sign: true } }, { metrics: { enabled: true } }]);
});
