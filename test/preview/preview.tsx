import { createRoot } from 'react-dom/client';

import { createClient } from '../../renderer/client/client.ts';
import { Root } from '../../renderer/root.tsx';
import type { Settings } from '../../shared/contract/values.ts';
import { createFakeCore } from '../support/fake-transport.ts';
import { watchedBuild, withLibrary } from '../support/scripted/library.ts';
import type { ScriptName } from '../support/scripted/states.ts';
import { STATE_NAMES, scriptFor } from '../support/scripted/states.ts';
import { IMAGE, SETTINGS } from '../support/scripted/values.ts';

/** The page over a scripted core: `?state=confirmed&theme=dark&lang=zh-CN`, for looking at it. */
const query = new URLSearchParams(window.location.search);
const asked = query.get('state');
const name = STATE_NAMES.find((each): each is ScriptName => each === asked) ?? 'ready';
// `library` and `libraryEmpty` stand beside the states of the bench.
const script = scriptFor(asked === 'libraryEmpty' ? 'empty' : name);
const core = createFakeCore(
  asked?.startsWith('library') === true && asked !== 'libraryEmpty'
    ? withLibrary(script, 1_000, [watchedBuild(Date.now())])
    : script,
);
core.set('settings', {
  ...SETTINGS,
  theme: (query.get('theme') ?? 'light') as Settings['theme'],
  language: (query.get('lang') ?? 'en') as Settings['language'],
});
Object.assign(window, { core });
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Root client={createClient(core.transport)} />);
// The board and the image a person would have chosen by then.
window.addEventListener('load', () => {
  setTimeout(() => document.getElementById('board-bench-07')?.click(), 100);
  if (asked?.startsWith('library') === true) {
    setTimeout(() => document.querySelectorAll<HTMLElement>('.rail button')[1]?.click(), 200);
    setTimeout(() => document.querySelectorAll<HTMLElement>('.image-list .row')[2]?.click(), 400);
    if (asked === 'libraryBench')
      setTimeout(() => document.querySelector<HTMLElement>('.details .buttons button')?.click(), 500);
    return;
  }
  if (name !== 'ready') return;
  setTimeout(() => {
    const input = document.querySelector<HTMLInputElement>('[data-testid="image-input"]');
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(64)], IMAGE.fileName));
    if (input === null) return;
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, 200);
});
