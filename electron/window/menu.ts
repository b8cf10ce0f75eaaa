import type { MenuItemConstructorOptions } from 'electron/main';
import { Menu } from 'electron/main';

import type { Translator } from '../../shared/text/translator.ts';

/** Keeps Electron from building its own menu at each start. To be called before it is ready. */
export function leaveOutDefaultMenu(): void {
  Menu.setApplicationMenu(null);
}

/** The small native menu; without it the clipboard's keys do nothing on macOS. */
export function setMenu(t: Translator): void {
  const edit: MenuItemConstructorOptions[] = [
    { role: 'undo', label: t('window:undo') },
    { role: 'redo', label: t('window:redo') },
    { type: 'separator' },
    { role: 'cut', label: t('window:cut') },
    { role: 'copy', label: t('window:copy') },
    { role: 'paste', label: t('window:paste') },
    { role: 'selectAll', label: t('window:selectAll') },
  ];
  const view: MenuItemConstructorOptions[] = [
    { role: 'zoomIn', label: t('window:zoomIn') },
    { role: 'zoomOut', label: t('window:zoomOut') },
    { role: 'resetZoom', label: t('window:actualSize') },
    { role: 'togglefullscreen', label: t('window:fullScreen') },
    { type: 'separator' },
    { role: 'reload', label: t('window:reload') },
    { role: 'toggleDevTools', label: t('window:developerTools') },
  ];
  const first: MenuItemConstructorOptions =
    process.platform === 'darwin'
      ? { role: 'appMenu' }
      : { label: t('window:file'), submenu: [{ role: 'quit', label: t('window:quit') }] };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      first,
      { label: t('window:edit'), submenu: edit },
      { label: t('window:view'), submenu: view },
    ]),
  );
}
