import type { IpcRendererEvent } from 'electron/renderer';
import { contextBridge, ipcRenderer, webUtils } from 'electron/renderer';

import type { Push } from '../../shared/contract/contract.ts';
import type { Transport } from '../../shared/contract/transport.ts';

/** Two Electron channels carry the whole contract; the core checks every name and input. */
const transport: Transport = {
  call: (name, input) => ipcRenderer.invoke('workbench:call', name, input),
  onPush: (listener) => {
    const relay = (_event: IpcRendererEvent, push: Push): void => listener(push);
    ipcRenderer.on('workbench:push', relay);
    return () => ipcRenderer.off('workbench:push', relay);
  },
  pathOf: (file) => {
    try {
      return webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]);
    } catch {
      // Not a file at all.
      return '';
    }
  },
};

contextBridge.exposeInMainWorld('workbench', transport);
