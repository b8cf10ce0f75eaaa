import { parentPort, workerData } from 'node:worker_threads';

import { WorkbenchError } from '../../../shared/errors.ts';
import { diskDetail } from './disk-detail.ts';
import { HistoryStore } from './history-store.ts';
import type { HistoryAnswer, HistoryTask, HistoryThreadData } from './history-task.ts';

/** The thread of the history: one task after the other, in the order they came. */
const { file, sqlite } = workerData as HistoryThreadData;
const tell = (answer: HistoryAnswer): void => parentPort?.postMessage(answer);
const store = new HistoryStore({
  file,
  sqlite,
  onDamaged: (keptAs, detail) => tell({ kind: 'damaged', keptAs, detail }),
});

parentPort?.on('message', ({ id, method, args }: HistoryTask) => {
  try {
    // The other side's types pair each method with its arguments.
    const work = store[method] as (...given: readonly unknown[]) => unknown;
    tell({ kind: 'done', id, value: work.apply(store, [...args]) });
  } catch (thrown) {
    const { code, params } =
      thrown instanceof WorkbenchError
        ? thrown
        : new WorkbenchError('history/unavailable', { file, detail: diskDetail(file, thrown) });
    tell({ kind: 'failed', id, error: { code, params } });
  }
});
