// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { FakeCore, Script } from '../support/fake-transport.ts';
import { refuse } from '../support/fake-transport.ts';
import { libraryImage, withLibrary } from '../support/scripted/library.ts';
import { scriptFor } from '../support/scripted/states.ts';
import { change, cleanup, installBrowser, renderPage } from './render-page.tsx';

beforeEach(installBrowser);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const library = (count: number): Script => withLibrary(scriptFor('empty'), count);
const open = async (script: Script): Promise<FakeCore> => {
  const core = renderPage(script);
  fireEvent.click(await screen.findByRole('button', { name: 'Library' }));
  return core;
};
const list = (): Promise<HTMLElement> => screen.findByRole('listbox', { name: 'Images' });
const selected = (): string | null =>
  screen.getAllByRole('option', { selected: true }).map((row) => row.getAttribute('aria-label'))[0] ?? null;
const details = (): HTMLElement => screen.getByRole('complementary', { name: 'The selected image' });
const inputs = (core: FakeCore, request: string): unknown[] =>
  core.calls.filter(({ name }) => name === request).map(({ input }) => input);

test('of a thousand images only those in sight are drawn, the newest first, each with its place', async () => {
  await open(library(1_000));
  const rows = within(await list()).getAllByRole('option');
  expect(rows.length).toBeLessThan(40);
  expect(rows[0]?.getAttribute('aria-label')).toMatch(
    /^native_ota 1\.9\.0, native_ota\.bin, ESP32, 880,000 B/,
  );
  expect(rows[0]?.getAttribute('aria-setsize')).toBe('1000');
  expect(rows[1]?.getAttribute('aria-posinset')).toBe('2');
  expect(screen.getByText('1,000 images')).toBeDefined();
});

test('an empty library says how it is filled', async () => {
  await open(library(0));
  expect(await screen.findByText(/Nothing is kept yet/)).toBeDefined();
  expect(screen.queryByRole('listbox', { name: 'Images' })).toBeNull();
});

test('the search looks through names, notes and digests, and Escape ends it', async () => {
  await open(library(1_000));
  const search = screen.getByRole('searchbox', { name: 'Find an image' });
  fireEvent.change(search, { target: { value: 'gateway 装配线' } });
  const found = within(await list()).getAllByRole('option');
  expect(found.length).toBeGreaterThan(0);
  for (const row of found) expect(row.getAttribute('aria-label')).toMatch(/^gateway .*装配线使用/);
  fireEvent.change(search, { target: { value: libraryImage(700).imageId.slice(0, 8) } });
  expect(screen.getByText('1 of 1,000 images')).toBeDefined();
  fireEvent.change(search, { target: { value: 'no such image' } });
  expect(screen.getByText('Nothing found')).toBeDefined();
  fireEvent.keyDown(search, { key: 'Escape' });
  expect(screen.getByText('1,000 images')).toBeDefined();
});

test('the arrow keys walk the list, and Enter puts the image on the bench', async () => {
  await open(library(20));
  const box = await list();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp']) fireEvent.keyDown(box, { key });
  expect(selected()).toMatch(/^advanced_https_ota 1\.8\.1/);
  expect(box.getAttribute('aria-activedescendant')).toBe(`image-${libraryImage(1).imageId}`);
  fireEvent.keyDown(box, { key: 'ArrowDown' });
  fireEvent.keyDown(box, { key: 'Enter' });
  const bench = await screen.findByRole('main', { name: 'Bench' });
  expect((await within(bench).findAllByText(/sensor_hub/)).length).toBeGreaterThan(0);
});

test('an image whose kept file was altered is marked, and is not used', async () => {
  await open(library(20));
  const row = await screen.findByRole('option', { name: /^native_ota 1\.5\.4.*unavailable/ });
  fireEvent.click(row);
  expect(within(details()).getByRole('alert').textContent).toContain('missing or was altered on disk');
  expect(within(details()).getByRole('button', { name: 'Use on the bench' }).hasAttribute('disabled')).toBe(
    true,
  );
  fireEvent.keyDown(await list(), { key: 'Enter' });
  expect(screen.getByRole('main', { name: 'Library' })).toBeDefined();
});

test('the problems of an image are said in words', async () => {
  await open(library(20));
  fireEvent.click(await screen.findByRole('option', { name: /^sensor_hub 1\.3\.6.*has problems/ }));
  expect((await within(details()).findByRole('alert')).textContent).toContain(
    'sensor_hub.bin has checksum 0xC0, its data gives 0x3F',
  );
});

test('the history of pushes tells verdict, board, time and duration, the newest first', async () => {
  await open(library(20));
  fireEvent.click(await screen.findByRole('option', { name: /^sensor_hub 1\.7\.2/ }));
  const history = await within(details()).findByRole('region', { name: 'Pushes' });
  const rows = within(history).getAllByRole('row').slice(1);
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringMatching(/Refused.*bench-03.*2026-11-2\d \d\d:\d\d.*19\.7 s/),
    expect.stringMatching(/Failed.*bench-07.*2026-11-2\d \d\d:\d\d.*18\.4 s/),
  ]);
});

test('notes are kept on leaving the field, and put back by Escape', async () => {
  const core = await open(library(5));
  await list();
  const notes = within(details()).getByRole('textbox', { name: 'Notes' });
  fireEvent.change(notes, { target: { value: 'for the customer' } });
  fireEvent.keyDown(notes, { key: 'Escape' });
  fireEvent.blur(notes);
  expect(inputs(core, 'image.setNotes')).toEqual([]);
  fireEvent.change(notes, { target: { value: 'for the fair, 稳定版' } });
  fireEvent.blur(notes);
  await waitFor(() =>
    expect(inputs(core, 'image.setNotes')).toEqual([
      { imageId: libraryImage(0).imageId, notes: 'for the fair, 稳定版' },
    ]),
  );
  expect(await screen.findByRole('option', { name: /for the fair, 稳定版/ })).toBeDefined();
});

test('notes that could not be kept stay in the field, and why is said', async () => {
  const script = library(5);
  await open({
    ...script,
    answers: {
      ...script.answers,
      'image.setNotes': refuse({ code: 'data/not-writable', params: { dir: '/data', detail: 'EROFS' } }),
    },
  });
  await list();
  const notes = within(details()).getByRole<HTMLTextAreaElement>('textbox', { name: 'Notes' });
  fireEvent.change(notes, { target: { value: 'not lost' } });
  fireEvent.blur(notes);
  expect((await screen.findByRole('alert')).textContent).toContain('/data is not writable');
  expect(notes.value).toBe('not lost');
});

test('removing asks first; then the next image is selected', async () => {
  const core = await open(library(5));
  fireEvent.keyDown(await list(), { key: 'Delete' });
  const dialog = await screen.findByRole('dialog', { name: 'Remove native_ota 1.9.0?' });
  expect(inputs(core, 'image.remove')).toEqual([]);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Remove' }));
  await screen.findByText('4 images');
  expect(inputs(core, 'image.remove')).toEqual([{ imageId: libraryImage(0).imageId }]);
  expect(selected()).toMatch(/^advanced_https_ota/);
});

test('an image that is being served stays, and the dialog says why', async () => {
  const script = library(5);
  await open({
    ...script,
    answers: {
      ...script.answers,
      'image.remove': refuse({ code: 'image/in-use', params: { file: 'native_ota.bin' } }),
    },
  });
  await list();
  fireEvent.click(within(details()).getByRole('button', { name: 'Remove…' }));
  const dialog = await screen.findByRole('dialog');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Remove' }));
  expect((await within(dialog).findByRole('alert')).textContent).toContain(
    'native_ota.bin is being served to a board. Wait for the update to end',
  );
  fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.getByText('5 images')).toBeDefined();
});

test('the library is there in Chinese', async () => {
  const core = await open(library(5));
  await list();
  const settings = core.get('settings');
  if (settings === null) throw new Error('no settings');
  await change(() => core.set('settings', { ...settings, language: 'zh-CN' }));
  expect(screen.getByRole('heading', { name: '固件库' })).toBeDefined();
  expect(screen.getByRole('button', { name: '在工作台使用' })).toBeDefined();
});
