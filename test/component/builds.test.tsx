// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { AppState } from '../../shared/contract/values.ts';
import type { FakeCore, Script } from '../support/fake-transport.ts';
import { refuse } from '../support/fake-transport.ts';
import { mergedImage, soundApp } from '../support/images.ts';
import { BUILD_FOLDER, libraryImage, watchedBuild, withLibrary } from '../support/scripted/library.ts';
import { scriptFor } from '../support/scripted/states.ts';
import { change, cleanup, installBrowser, renderPage } from './render-page.tsx';

beforeEach(installBrowser);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const BUILT = `${BUILD_FOLDER}/sensor_hub.bin`;
const library = (watches = [watchedBuild(Date.now())]): Script => withLibrary(scriptFor('empty'), 5, watches);
const openBuild = async (script: Script): Promise<FakeCore> => {
  const core = renderPage(script);
  fireEvent.click(await screen.findByRole('button', { name: 'Library' }));
  fireEvent.click(await screen.findByRole('option', { name: /^sensor_hub/ }));
  return core;
};
const details = (): HTMLElement => screen.getByRole('complementary', { name: 'The selected image' });
const inputs = (core: FakeCore, request: string): unknown[] =>
  core.calls.filter(({ name }) => name === request).map(({ input }) => input);
const withPaths = (script: Script, paths: AppState['paths']): Script => ({
  ...script,
  states: script.states.map((state) =>
    state.name === 'app' ? { ...state, value: { ...(state.value as AppState), paths } } : state,
  ),
});
const dropFolder = (): void => {
  const folder = new File([], 'build');
  const item = { kind: 'file', getAsFile: () => folder, webkitGetAsEntry: () => ({ isDirectory: true }) };
  const dataTransfer = { types: ['Files'], items: [item], files: [folder] };
  fireEvent.dragEnter(document, { dataTransfer });
  fireEvent.drop(screen.getByTestId('drop-zone'), { dataTransfer });
};

test('a dropped build folder is found by its path, and its folder can be watched', async () => {
  const script = library([]);
  const core = renderPage({
    ...script,
    pathOf: () => BUILD_FOLDER,
    answers: { ...script.answers, 'image.addPath': () => libraryImage(2) },
  });
  await screen.findByRole('option', { name: /^bench-07/ });
  dropFolder();
  fireEvent.click(await screen.findByRole('button', { name: 'Watch this folder for rebuilds' }));
  await waitFor(() =>
    expect(inputs(core, 'watch.start')).toEqual([{ path: BUILD_FOLDER, autoAdd: false, autoPush: null }]),
  );
  expect(inputs(core, 'image.addPath')).toEqual([{ path: BUILD_FOLDER }]);
});

test('where the shell cannot tell where a folder lies, that is said', async () => {
  const core = renderPage(library([]));
  await screen.findByRole('option', { name: /^bench-07/ });
  dropFolder();
  const note = await screen.findByRole('alert');
  expect(note.textContent).toContain('does not tell where the folder build lies. Drop the .bin file in it');
  expect(inputs(core, 'image.addPath')).toEqual([]);
});

test('a dropped file is added by its path where the shell can tell it, else by its bytes', async () => {
  for (const pathOf of [undefined, () => BUILT]) {
    const script = library([]);
    const core = renderPage({
      ...script,
      ...(pathOf === undefined ? {} : { pathOf }),
      answers: { ...script.answers, 'image.addPath': () => libraryImage(2) },
    });
    await screen.findByRole('option', { name: /^bench-07/ });
    const files = [new File([new Uint8Array([0xe9])], 'sensor_hub.bin')];
    fireEvent.change(screen.getByTestId('image-input'), { target: { files } });
    const request = pathOf === undefined ? 'image.add' : 'image.addPath';
    await waitFor(() => expect(inputs(core, request)).toHaveLength(1));
    expect(inputs(core, request === 'image.add' ? 'image.addPath' : 'image.add')).toEqual([]);
    cleanup();
  }
});

test('a rebuild is marked with its age, which moves, and is used on a click', async () => {
  const script = library();
  const core = await openBuild({
    ...script,
    answers: { ...script.answers, 'image.addPath': () => libraryImage(0) },
  });
  expect(screen.getByRole('option', { name: /^sensor_hub/ }).textContent).toMatch(
    /Rebuilt: \d+ s ago · not in the library/,
  );
  const first = within(details()).getByText(/^Rebuilt: \d+ s ago/).textContent;
  await waitFor(() => expect(within(details()).getByText(/^Rebuilt: /).textContent).not.toBe(first));
  fireEvent.click(within(details()).getByRole('button', { name: 'Use the rebuild' }));
  await waitFor(() => expect(inputs(core, 'image.addPath')).toEqual([{ path: BUILD_FOLDER }]));
  expect(await screen.findByRole('main', { name: 'Bench' })).toBeDefined();
});

test('an image that is the last build is marked as that, and offers nothing newer', async () => {
  await openBuild(library([watchedBuild(Date.now(), { imageId: libraryImage(2).imageId })]));
  expect(screen.getByRole('option', { name: /^sensor_hub/ }).textContent).not.toContain('not in the library');
  expect(within(details()).getByText(/^Rebuilt:/)).toBeDefined();
  expect(within(details()).queryByRole('button', { name: 'Use the rebuild' })).toBeNull();
});

test('adding and pushing each rebuild are asked for one by one, and watching is ended', async () => {
  const core = await openBuild(library());
  await change(() => undefined);
  fireEvent.click(within(details()).getByRole('button', { name: 'Watching: options' }));
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Add each rebuild to the library' }));
  await screen.findByText('each is added');
  // Without a layout, the popover takes its button for scrolled away, and hides.
  const hidden = true;
  fireEvent.click(screen.getByRole('checkbox', { name: 'Push each rebuild to bench-01', hidden }));
  await screen.findByText('each is pushed to bench-01');
  expect(inputs(core, 'watch.start')).toEqual([
    { path: BUILD_FOLDER, autoAdd: true, autoPush: null },
    {
      path: BUILD_FOLDER,
      autoAdd: true,
      autoPush: { deviceId: 'bench-01', reset: false, sendUrl: true },
    },
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'Stop watching', hidden }));
  await waitFor(() => expect(screen.queryByRole('list', { name: 'Builds that are watched' })).toBeNull());
});

test('why a rebuild was not taken is said beside it', async () => {
  const error = { code: 'image/truncated', params: { file: BUILT, sizeBytes: 10, neededBytes: 24 } } as const;
  await openBuild(library([watchedBuild(Date.now(), { error })]));
  const builds = screen.getByRole('list', { name: 'Builds that are watched' });
  expect(within(builds).getByRole('alert').textContent).toContain('sensor_hub.bin ends too early');
});

test('watching is offered only where paths are taken', async () => {
  await openBuild(withPaths(library([]), 'none'));
  expect(within(details()).queryByRole('button', { name: /Watch this/ })).toBeNull();
  expect(screen.queryByRole('button', { name: 'From a path…' })).toBeNull();
});

test('a path is watched or added from the dialog, which names the folders of a station', async () => {
  const script = withPaths(library([]), ['/srv/builds']);
  const core = await openBuild({
    ...script,
    answers: {
      ...script.answers,
      'image.addPath': refuse({ code: 'image/none-found', params: { folder: '/srv/builds' } }),
    },
  });
  fireEvent.click(screen.getByRole('button', { name: 'From a path…' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('below /srv/builds');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Add to the library' }));
  expect((await within(dialog).findByRole('alert')).textContent).toContain(
    'no sound app image in /srv/builds',
  );
  fireEvent.click(within(dialog).getByRole('button', { name: 'Watch' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(inputs(core, 'watch.start')).toEqual([{ path: '/srv/builds', autoAdd: false, autoPush: null }]);
});

test('a merged image is turned away with an offer to take its app out', async () => {
  const script = library([]);
  const core = renderPage({
    ...script,
    answers: {
      ...script.answers,
      'image.add': refuse({ code: 'image/not-an-app', params: { file: 'factory.bin', kind: 'merged' } }),
      'image.extractApp': () => libraryImage(0),
    },
  });
  await screen.findByRole('option', { name: /^bench-07/ });
  const bytes = mergedImage(soundApp({ projectName: 'sensor_hub', version: '2.0.1' }));
  const files = [new File([new Uint8Array(bytes)], 'factory.bin')];
  fireEvent.change(screen.getByTestId('image-input'), { target: { files } });
  const offer = await screen.findByRole('alert', { name: 'Merged flash image' });
  expect(offer.textContent).toContain('factory.bin is a merged flash image.');
  expect(offer.textContent).toContain('0x10000');
  fireEvent.click(within(offer).getByRole('button', { name: 'Extract sensor_hub 2.0.1' }));
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  expect(inputs(core, 'image.extractApp')).toMatchObject([{ fileName: 'factory.bin', offset: 0x10000 }]);
  expect((await screen.findAllByText(/native_ota\.bin/)).length).toBeGreaterThan(0);
});

test('a merged image without an app is refused in the words of the core', async () => {
  const script = library([]);
  renderPage({
    ...script,
    answers: {
      ...script.answers,
      'image.add': refuse({ code: 'image/not-an-app', params: { file: 'half.bin', kind: 'merged' } }),
    },
  });
  await screen.findByRole('option', { name: /^bench-07/ });
  const files = [new File([new Uint8Array(64)], 'half.bin')];
  fireEvent.change(screen.getByTestId('image-input'), { target: { files } });
  expect((await screen.findByRole('alert')).textContent).toContain('half.bin is not an app image: a merged');
});
