import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { test as base } from '@playwright/test';

import { DEFAULT_SETTINGS } from '../../shared/contract/settings.ts';
import type { Settings } from '../../shared/contract/values.ts';
import { freePort } from '../support/free-port.ts';
import { openStation } from './open-station.ts';
import { openWindow } from './open-window.ts';

/** What holds the page: the station with a browser, Electron over the clone, or the packaged program. */
export type Shell = 'station' | 'window' | 'packaged';

/** The page in its shell, over a data directory of the test's own. */
export interface Bench {
  readonly page: Page;
  readonly dataDir: string;
  /** Process id of the shell. */
  readonly pid: number;
  /** The file that a click saves: what the browser downloads, or what the window writes once it was told where. */
  readonly saved: OpenBench['saved'];
  /** Errors of the page's console and its uncaught ones. */
  readonly errors: readonly string[];
}

/** A file that was saved. */
export interface SavedFile {
  /** As it is offered. */
  readonly name: string;
  readonly text: string;
}

export interface OpenBench {
  readonly page: Page;
  readonly pid: number;
  saved(click: () => Promise<void>): Promise<SavedFile>;
  close(): Promise<void>;
}

/** Opens a bench; closed and removed when the test ends. */
export type Open = (settings?: Partial<Settings>) => Promise<Bench>;

export const test = base.extend<{ open: Open; bench: Bench }, { shell: Shell }>({
  shell: ['station', { option: true, scope: 'worker' }],
  open: async ({ shell }, use) => {
    const closing: (() => Promise<void>)[] = [];
    await use(async (settings = {}) => {
      const dataDir = mkdtempSync(path.join(tmpdir(), 'ota-e2e-'));
      closing.unshift(async () => rmSync(dataDir, { recursive: true, force: true }));
      await writeSettings(dataDir, settings);
      const opened = shell === 'station' ? await openStation(dataDir) : await openWindow(dataDir, shell);
      closing.unshift(() => opened.close());
      const errors: string[] = [];
      opened.page.on('pageerror', (error) => errors.push(error.message));
      opened.page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      const { page, pid, saved } = opened;
      return { page, dataDir, pid, saved, errors };
    });
    for (const close of closing) await close();
  },
  bench: async ({ open }, use) => {
    await use(await open());
  },
});

export { expect } from '@playwright/test';

/** Loopback alone and a port of its own, so that nothing else on the machine matters. */
async function writeSettings(dataDir: string, settings: Partial<Settings>): Promise<void> {
  const server = { port: await freePort(), bind: '127.0.0.1', host: null };
  const all: Settings = { ...DEFAULT_SETTINGS, language: 'en', theme: 'light', server, ...settings };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(path.join(dataDir, 'settings.json'), JSON.stringify(all));
}
