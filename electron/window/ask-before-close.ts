import type { BrowserWindow } from 'electron/main';
import { dialog } from 'electron/main';

import type { BoardState } from '../../shared/contract/values.ts';
import type { Translator } from '../../shared/text/translator.ts';
import type { Core } from '../core/core.ts';

/** Asks before the window is closed while updates run: each would end without a proven verdict. */
export function askBeforeClose(window: BrowserWindow, core: Core, text: () => Translator): void {
  let isSure = false;
  window.on('close', (event) => {
    const running = boardsUpdating(core);
    if (isSure || running.length === 0) return;
    event.preventDefault();
    const t = text();
    const boards = running.join(', ');
    void dialog
      .showMessageBox(window, {
        type: 'warning',
        message: t('window:updateRuns', { boards }),
        detail: t('window:updateRunsDetail'),
        buttons: [t('window:keepOpen'), t('window:closeAnyway')],
        defaultId: 0,
        cancelId: 0,
      })
      .then(({ response }) => {
        if (response !== 1) return;
        isSure = true;
        window.close();
      });
  });
}

function boardsUpdating(core: Core): readonly string[] {
  return core
    .states()
    .filter(({ name }) => name === 'board')
    .map(({ value }) => value as BoardState | null)
    .filter((board) => board?.session != null && board.session.verdict === null)
    .map((board) => board?.name ?? '');
}
