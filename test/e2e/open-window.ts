import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { _electron } from '@playwright/test';

import type { OpenBench, SavedFile } from './bench-test.ts';

/** Electron's window: over this clone's bundles, or of the packaged program. */
export async function openWindow(dataDir: string, shell: 'window' | 'packaged'): Promise<OpenBench> {
  const { OTA_TEST_ELECTRON } = process.env;
  if (OTA_TEST_ELECTRON === undefined) throw new Error('OTA_TEST_ELECTRON names no Electron.');
  const program = shell === 'window' ? [process.cwd()] : [];
  const app = await _electron.launch({
    executablePath: OTA_TEST_ELECTRON,
    // Containers and root have no sandbox to offer.
    args: [...program, '--no-sandbox', `--data-dir=${dataDir}`],
    env: { ...withoutUndefined(process.env), LANG: 'en_US.UTF-8' },
  });
  const page = await app.firstWindow();
  return {
    page,
    pid: Number(app.process().pid),
    saved: (click) => savedFile(app, click),
    close: () => app.close(),
  };
}

/** Answers the save dialog that the system would show, and waits until the file is written. */
async function savedFile(app: ElectronApplication, click: () => Promise<void>): Promise<SavedFile> {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'ota-e2e-saved-')), 'file');
  await app.evaluate(({ session }, savePath) => {
    const saved = new Promise<string>((resolve, reject) => {
      session.defaultSession.once('will-download', (_event, item) => {
        item.setSavePath(savePath);
        item.once('done', (_done, state) => {
          if (state === 'completed') resolve(item.getFilename());
          else reject(new Error(`the download is ${state}`));
        });
      });
    });
    Object.assign(globalThis, { saved });
  }, file);
  await click();
  const name = await app.evaluate(() => (globalThis as unknown as { readonly saved: Promise<string> }).saved);
  return { name, text: readFileSync(file, 'utf8') };
}

function withoutUndefined(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
