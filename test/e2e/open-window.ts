import { _electron } from '@playwright/test';

import type { OpenBench } from './bench-test.ts';

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
  return { page, pid: Number(app.process().pid), close: () => app.close() };
}

function withoutUndefined(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
