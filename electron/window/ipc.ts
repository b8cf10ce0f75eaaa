import type { BrowserWindow } from 'electron/main';
import { ipcMain } from 'electron/main';

import { isForPages } from '../../shared/contract/contract.ts';
import type { Core } from '../core/core.ts';

/** Joins the window to the core until it closes. Calls from any other frame are refused unread. */
export function connectWindow(window: BrowserWindow, core: Pick<Core, 'dispatch' | 'onPush'>): void {
  const { webContents } = window;
  ipcMain.handle('workbench:call', (event, name: unknown, input: unknown) => {
    if (event.senderFrame !== webContents.mainFrame) throw new Error('Refused: unknown sender.');
    return core.dispatch(name, input);
  });
  const stop = core.onPush((push) => {
    if (isForPages(push) && !webContents.isDestroyed()) webContents.send('workbench:push', push);
  });
  window.once('closed', () => {
    stop();
    ipcMain.removeHandler('workbench:call');
  });
}
