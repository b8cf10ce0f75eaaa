import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';

import type { Transport } from '../../shared/contract/transport.ts';
import { appImage } from './bench-page.ts';
import { expect, test } from './bench-test.ts';

interface Dropped {
  dropped?: readonly (string | null)[];
}

/** Drags files of the disk over the window and lets them go: the path each has for the page, null where it has none. */
async function dropFromDisk(page: Page, files: readonly string[]): Promise<readonly (string | null)[]> {
  await page.evaluate(() => {
    const { workbench } = globalThis as unknown as { readonly workbench?: Transport };
    const told = ({ dataTransfer }: DragEvent): void => {
      const paths = [...(dataTransfer?.files ?? [])].map((file) => workbench?.pathOf?.(file) ?? null);
      Object.assign(globalThis, { dropped: paths });
    };
    document.addEventListener('drop', told, { capture: true });
  });
  const devTools = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  const arrived = () => page.evaluate(() => (globalThis as Dropped).dropped ?? null);
  // A window that was only just shown takes no drag yet: the hand tries again, as a person's would.
  for (let attempt = 0; attempt < 30; attempt += 1) {
    for (const type of ['dragEnter', 'dragOver', 'dragOver', 'drop'] as const)
      await devTools.send('Input.dispatchDragEvent', { type, x: 600, y: 300, data });
    await page.waitForTimeout(500);
    const paths = await arrived();
    if (paths !== null) return paths;
  }
  throw new Error('The drop never reached the page.');
}

test('the window tells where dropped files and folders lie, and a browser does not', async ({
  bench,
  shell,
}) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'ota-path-'));
  const file = path.join(dir, 'native ota.bin');
  const folder = path.join(dir, 'build');
  try {
    writeFileSync(file, appImage().bytes);
    mkdirSync(folder);
    const told = await dropFromDisk(bench.page, [file, folder]);
    expect(told).toEqual(shell === 'station' ? [null, null] : [file, folder]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('what is no file of the disk has no path', async ({ bench, shell }) => {
  const told = await bench.page.evaluate(() => {
    const { workbench } = globalThis as unknown as { readonly workbench?: Transport };
    const given = [new File(['x'], 'made.bin'), { path: '/etc/passwd' }];
    return given.map((one) => workbench?.pathOf?.(one) ?? null);
  });
  expect(told).toEqual(shell === 'station' ? [null, null] : ['', '']);
});
