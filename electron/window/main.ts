import { mkdirSync, mkdtempSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { app, dialog } from 'electron/main';

import { version } from '../../package.json';
import { toErrorPayload } from '../../shared/errors.ts';
import { systemLanguage } from '../../shared/text/language.ts';
import { createTranslator, errorText } from '../../shared/text/translator.ts';
import { openCore } from '../compose.ts';
import type { Core } from '../core/core.ts';
import { dataPaths } from '../core/data/data-paths.ts';
import { defaultDataDir } from '../core/data/default-dir.ts';
import { PageFiles } from '../core/page/page-files.ts';
import { parseArguments } from './arguments.ts';
import { askBeforeClose } from './ask-before-close.ts';
import { followSettings, languageOf } from './follow-settings.ts';
import { connectWindow } from './ipc.ts';
import { leaveOutDefaultMenu } from './menu.ts';
import { registerPageScheme, servePage } from './page-protocol.ts';
import { stayAwake } from './stay-awake.ts';
import { createWindow, openPage } from './window.ts';

/** Data directory, server port and the like: what the user can mend (A2 of the command line). */
const EXIT_ENVIRONMENT = 3;

const given = parseArguments(process.argv);
const language =
  given.language ?? systemLanguage(process.env, Intl.DateTimeFormat().resolvedOptions().locale);
const paths = dataPaths(given.dataDir ?? defaultDataDir(process.platform, process.env, homedir()));

registerPageScheme();
leaveOutDefaultMenu();
// Electron is ready only once this module has run, so the lock is held before Chromium touches its profile.
const core = await openCore(
  { dataDir: paths.dir, shell: 'window', language, version },
  { keepAwake: stayAwake },
).catch(tellAndExit);
if (core !== null) await run(core);

async function run(core: Core): Promise<void> {
  mkdirSync(paths.electron, { recursive: true, mode: 0o700 });
  app.setPath('userData', paths.electron);
  stopWithApp(core);
  void app.whenReady().then(async () => {
    servePage(new PageFiles(path.join(import.meta.dirname, 'page')));
    followSettings(core, language);
    const window = createWindow({
      preload: path.join(import.meta.dirname, 'preload.cjs'),
      placeFile: path.join(paths.electron, 'window.json'),
    });
    connectWindow(window, core);
    askBeforeClose(window, core, () => createTranslator(languageOf(core, language)));
    await openPage(window);
    // `npm start` reads this: from here on the window is there.
    process.stderr.write('ota-workbench: window open\n');
  });
}

/** The core ends before the process does, whatever ends it: the window, the menu, or a signal. */
function stopWithApp(core: Core): void {
  let stopped = false;
  app.on('window-all-closed', () => app.quit());
  // Electron takes these itself until a library has listened for one and let go of it (write-file-atomic does).
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void core.stop().finally(() => {
      stopped = true;
      // Electron takes the next quit only once this one has been turned down.
      setImmediate(() => app.quit());
    });
  });
}

/** Says why the program cannot start, on stderr and in a box, in the system's language. */
async function tellAndExit(thrown: unknown): Promise<null> {
  const t = createTranslator(language);
  const error = toErrorPayload(thrown);
  const { message, hint } = errorText(t, error);
  process.stderr.write(`ota-workbench: ${error.code}: ${message} ${hint}\n`);
  // The data directory is another program's: Chromium's files of this short life go elsewhere.
  app.setPath('userData', mkdtempSync(path.join(tmpdir(), 'ota-workbench-')));
  void app.whenReady().then(() => {
    dialog.showErrorBox(t('window:cannotStart'), `${message}\n\n${hint}`);
    app.exit(EXIT_ENVIRONMENT);
  });
  return null;
}
