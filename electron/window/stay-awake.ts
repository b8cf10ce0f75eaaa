import { powerSaveBlocker } from 'electron/main';

import type { Cancel } from '../core/ports.ts';

/** Keeps this machine awake until the returned function is called; its screen may go dark. */
export function stayAwake(): Cancel {
  const id = powerSaveBlocker.start('prevent-app-suspension');
  return () => {
    if (powerSaveBlocker.isStarted(id)) powerSaveBlocker.stop(id);
  };
}
