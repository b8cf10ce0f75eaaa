import { act, cleanup, configure, render } from '@testing-library/react';
import { vi } from 'vitest';

import { createClient } from '../../renderer/client/client.ts';
import { Root } from '../../renderer/root.tsx';
import type { FakeCore, Script } from '../support/fake-transport.ts';
import { createFakeCore } from '../support/fake-transport.ts';

/** What a browser has and jsdom lacks; the page only asks, so that the least answer does. */
export function installBrowser(): void {
  // A busy machine is slow, not wrong.
  configure({ asyncUtilTimeout: 15_000 });
  class NoObserver {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  }
  vi.stubGlobal('ResizeObserver', NoObserver);
  vi.stubGlobal('matchMedia', (media: string) => ({
    matches: false,
    media,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
  Blob.prototype.arrayBuffer ??= function arrayBuffer(this: Blob): Promise<ArrayBuffer> {
    return new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result as ArrayBuffer);
      reader.readAsArrayBuffer(this);
    });
  };
  // A text area that grows measures again when a font has come.
  Object.defineProperty(document, 'fonts', { configurable: true, value: new EventTarget() });
  Element.prototype.scrollIntoView = () => undefined;
  HTMLCanvasElement.prototype.getContext = () => null;
  // A list draws only the rows that are in sight: the log is given a height.
  const size = { configurable: true, get: () => 200 };
  Object.defineProperty(HTMLElement.prototype, 'offsetHeight', size);
  for (const name of ['clientHeight', 'clientWidth']) Object.defineProperty(Element.prototype, name, size);
}

/** The whole page over a scripted core. */
export function renderPage(script: Script): FakeCore {
  const core = createFakeCore(script);
  render(<Root client={createClient(core.transport)} />);
  return core;
}

/** Changes what the core holds, and lets the page draw it. */
export async function change(work: () => void): Promise<void> {
  await act(async () => {
    work();
    await new Promise((resolve) => setTimeout(resolve, 60));
  });
}

export { cleanup };
