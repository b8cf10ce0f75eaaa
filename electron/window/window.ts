import { BrowserWindow, nativeTheme, screen } from 'electron/main';

import { PAGE_URL } from './page-protocol.ts';
import { isReachable, readPlace, writePlace } from './window-place.ts';

export interface WindowOptions {
  /** Absolute path of the bundled preload script. */
  readonly preload: string;
  /** Where the window's place is remembered. */
  readonly placeFile: string;
}

const SIZE = { width: 1280, height: 800 };
const MIN_SIZE = { minWidth: 960, minHeight: 600 };
/** The colour of the page's `case`, shown until the page is drawn. */
const BACKGROUND = { light: '#e7e5df', dark: '#111315' };

/** The one window, hidden until `show`: a page in a sandbox that can go nowhere and open nothing. */
export function createWindow(options: WindowOptions): BrowserWindow {
  const saved = readPlace(options.placeFile);
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const place = saved !== null && isReachable(saved, screens) ? saved : null;
  const { width, height } = place ?? SIZE;
  const window = new BrowserWindow({
    title: 'OTA Workbench',
    ...MIN_SIZE,
    width,
    height,
    ...(place === null ? {} : { x: place.x, y: place.y }),
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      spellcheck: false,
    },
  });
  if (place?.maximized) window.maximize();
  window.on('close', () => {
    writePlace(options.placeFile, { ...window.getNormalBounds(), maximized: window.isMaximized() });
  });
  confine(window);
  return window;
}

/** Shows the window once its first picture is drawn. */
export async function openPage(window: BrowserWindow): Promise<void> {
  const drawn = new Promise<void>((resolve) => window.once('ready-to-show', () => resolve()));
  await Promise.all([window.loadURL(PAGE_URL), drawn]);
  window.show();
}

function confine({ webContents }: BrowserWindow): void {
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  // The one permission a page of ours has a use for: its "copy" buttons.
  const isGranted = (permission: string) => permission === 'clipboard-sanitized-write';
  webContents.session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(isGranted(permission)),
  );
  webContents.session.setPermissionCheckHandler((_contents, permission) => isGranted(permission));
}
